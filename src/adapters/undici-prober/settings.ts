import type { LookupFunction } from "node:net"

export interface ProberSettings {
  /** Certificate authorities to trust instead of the usual ones; PEM. */
  readonly authorities?: readonly string[] | undefined
  /** Resolves names instead of the system. */
  readonly lookup?: LookupFunction | undefined
  /** Judges IP addresses instead of the ranges that the internet does not route. */
  readonly isPrivateAddress?: ((address: string) => boolean) | undefined
}
