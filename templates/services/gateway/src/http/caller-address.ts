import { type Address, parseAddress } from "../auth/ip-networks.ts"

/**
 * The address of the caller: of the connection, or what the outermost of the trusted proxies saw. Entries further left
 * in `X-Forwarded-For` are the caller's own words. Undefined where it is not known.
 */
export function callerAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trustedProxies: number,
): Address | undefined {
  if (trustedProxies === 0 || forwardedFor === null) return parseAddress(peer ?? "")
  const entries = forwardedFor.split(",")
  const entry = entries[Math.max(0, entries.length - trustedProxies)]?.trim() ?? ""
  return parseAddress(entry.replace(/^(\[.*\]|[\d.]+):\d+$/, "$1"))
}
