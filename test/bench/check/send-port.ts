import type { AddressInfo } from "node:net"

/** Tells the process that started this one where it listens. */
export function sendPort(address: AddressInfo | string | null): void {
  if (typeof address !== "object" || address === null) throw new Error("It does not listen.")
  process.send?.(address.port)
}
