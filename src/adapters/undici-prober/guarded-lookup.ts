import { lookup as systemLookup } from "node:dns"
import type { LookupFunction } from "node:net"
import { privateAddresses } from "./private-addresses.ts"
import type { ProberSettings } from "./settings.ts"

/** Code of the error with which a guarded name fails. */
export const privateAddressCode = "EPRIVATE"

/**
 * Resolves a name and fails where one of its addresses is private. The connection takes the very answer that was
 * judged, so that a name cannot change its mind in between.
 */
export function guardedLookup({
  lookup: resolve = systemLookup,
  isPrivateAddress: isPrivate = privateAddresses().has,
}: ProberSettings): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found, family) => {
      if (error !== null) return callback(error, found, family)
      const addresses =
        typeof found === "string" ? [{ address: found, family: family ?? 4 }] : found
      const refused = addresses.find(({ address }) => isPrivate(address))
      const [first] = addresses
      if (refused !== undefined) return callback(privateAddressError(refused.address), [])
      if (options.all === true || first === undefined) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/** The failure of a name or an address that may not be asked. */
export function privateAddressError(address: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`It is ${address}.`), { code: privateAddressCode, address })
}
