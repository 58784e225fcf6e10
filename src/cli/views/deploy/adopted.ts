import type { ChalkInstance } from "chalk"
import type { AdoptResult } from "../../../workflows/adopt.ts"

/** What belongs to the project now, and what comes next. */
export function adoptedText(
  { address, id, platform, about }: AdoptResult,
  style: ChalkInstance,
): string {
  const done = `"${id}" on ${platform} is "${address}" from now on.`
  const next =
    'Look at "aidep plan" before the next deploy, which changes it in place and marks it.'
  return `${style.green("✓")} ${style.bold(done)} ${about}\n${next}`
}
