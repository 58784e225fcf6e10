import { certificateEnds } from "../../../errors/catalogue/probe.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { Certificate } from "../answer.ts"
import { show } from "../show.ts"

const dayMs = 24 * 60 * 60 * 1000
/** A certificate of 90 days is renewed 30 days before its end, one of 45 days 15 days before. */
const warnedDays = 14

interface Judged {
  readonly host: string
  readonly nowMs: number
}

/** A certificate that is valid and will not be for long. */
export function certificateFindings(
  { validUntilMs }: Certificate,
  { host, nowMs }: Judged,
): readonly Diagnostic[] {
  const days = daysLeft(validUntilMs, nowMs)
  if (days >= warnedDays) return []
  return [diagnose(certificateEnds, { host, days, date: dateOf(validUntilMs) })]
}

/** How long it is valid, for whom and from whom. */
export function certificateFacts(
  { validUntilMs, hostNames, issuer, chainLength, protocol }: Certificate,
  nowMs: number,
): readonly string[] {
  const shown = hostNames.slice(0, shownNames).map((name) => show(name, []))
  const more = hostNames.length - shown.length
  const names = `${shown.join(", ")}${more === 0 ? "" : ` and ${more} more`}`
  return [
    `${daysLeft(validUntilMs, nowMs)} days left, until ${dateOf(validUntilMs)}, for ${names}, from ${show(issuer, [])}, a chain of ${chainLength}, ${protocol}.`,
  ]
}

const shownNames = 3

function daysLeft(validUntilMs: number, nowMs: number): number {
  return Math.floor((validUntilMs - nowMs) / dayMs)
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
