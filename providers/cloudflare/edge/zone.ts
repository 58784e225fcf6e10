import type { Diagnostic, Edge, ItemScope } from "aidep/provider"
import { zoneGuessed, zoneMismatch } from "./errors.ts"
import type { Options } from "../options.ts"

export interface FoundZone {
  readonly name: string
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The zone of the edge's domain: the option, else its last two labels. That guess is right for `example.com`
 * and wrong for `example.co.uk`, so that it is said where it may be wrong.
 */
export function zoneOf(
  { domain }: Edge,
  { options, report }: Pick<ItemScope<Options>, "options" | "report">,
): FoundZone {
  const { zone } = options
  if (zone === undefined) return guess(domain, report)
  const inside = domain === zone || domain.endsWith(`.${zone}`)
  return {
    name: zone,
    diagnostics: inside ? [] : [report(zoneMismatch, { domain, zone }, "domain")],
  }
}

function guess(domain: string, report: ItemScope<Options>["report"]): FoundZone {
  const labels = domain.split(".")
  const name = labels.slice(-2).join(".")
  const [second = "", top = ""] = labels.slice(-2)
  const uncertain = labels.length > 2 && top.length === 2 && second.length <= 3
  return {
    name,
    diagnostics: uncertain ? [report(zoneGuessed, { domain, zone: name }, "domain")] : [],
  }
}

/** Labels of a domain in front of its zone. */
export function depthInZone(domain: string, zone: string): number {
  return domain.split(".").length - zone.split(".").length
}
