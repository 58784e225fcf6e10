import { danglingName, unknownHost } from "../../../errors/catalogue/probe.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"

/** What the name system says of a host. */
export interface Resolved {
  readonly aliases: readonly string[]
  readonly addresses: readonly string[]
  readonly failure: string | undefined
}

/** A name that leads nowhere; one that points at a host name of somebody else's to come is the worse kind. */
export function nameFindings(
  name: string,
  { aliases, addresses, failure }: Resolved,
): readonly Diagnostic[] {
  if (addresses.length > 0) return []
  const target = aliases.at(-1)
  return target !== undefined && failure === "ENOTFOUND"
    ? [diagnose(danglingName, { name, target })]
    : [diagnose(unknownHost, { name, reason: failure ?? "no address" })]
}

/** The chain of names and where it ends. */
export function nameFacts(name: string, { aliases, addresses }: Resolved): readonly string[] {
  const shown = addresses.slice(0, shownAddresses)
  const more = addresses.length - shown.length
  const ends = `${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`
  return addresses.length === 0 ? [] : [`${[name, ...aliases].join(" → ")} → ${ends}.`]
}

const shownAddresses = 3
