import type { ChalkInstance } from "chalk"
import type { RehearseResult } from "../../../workflows/rehearse/rehearse.ts"
import type { TimelineEntry } from "../../../workflows/rehearse/timeline.ts"

/** The timeline, what stands in the end, what was assumed, and what came of it as the last line. */
export function rehearsalText(result: RehearseResult, style: ChalkInstance): string {
  return [
    "Timeline (durations are assumptions):",
    ...result.timeline.map((entry) => entryText(entry, style)),
    "",
    ...standingLines(result),
    ...assumptionLines(result),
    "",
    lastLine(result, style),
  ].join("\n")
}

function entryText(entry: TimelineEntry, style: ChalkInstance): string {
  const at = `${(entry.atMs / millisecondsPerSecond).toFixed(1)} s`.padStart(9)
  if (entry.type === "note") return `  ${at}  ${style.bold(entry.owner)}: ${entry.text}`
  const fault = entry.fault === undefined ? "" : style.red(`  fault: ${entry.fault}`)
  const took = style.dim(`(${entry.tookMs} ms)`)
  return `  ${at}  ${style.cyan(entry.operation)} ${entry.outcome} ${took}${fault}`
}

const millisecondsPerSecond = 1000

function standingLines({ standing }: RehearseResult): readonly string[] {
  const platforms = Object.entries(standing)
  if (platforms.length === 0) return ["Nothing stands on the simulated platforms."]
  return platforms.map(
    ([platform, objects]) =>
      `On ${platform}: ${objects.map(({ kind, name }) => `${kind} ${name}`).join(", ")}`,
  )
}

function assumptionLines({
  onThisMachine,
  madeUpSecrets,
  unmetFaults,
}: RehearseResult): readonly string[] {
  return [
    "Not proven by this: builds, the network, and that the platforms behave as documented.",
    ...(onThisMachine.length === 0
      ? []
      : [
          `Run on this machine, since their platform cannot be simulated: ${onThisMachine.join(", ")}.`,
        ]),
    ...(unmetFaults.length === 0
      ? []
      : [`Never met, since no such call was made: ${unmetFaults.join(", ")}.`]),
    ...(madeUpSecrets.length === 0
      ? []
      : [`Secrets without a value were made up: ${madeUpSecrets.join(", ")}.`]),
  ]
}

function lastLine({ outcome, environment }: RehearseResult, style: ChalkInstance): string {
  if (outcome.status === "failed")
    return `${style.red("✗")} ${style.bold(`The rehearsal of "${environment}" ended as a deploy would: ${outcome.error.message}`)}`
  const { verdict } = outcome.result
  return `${style.green("✓")} ${style.bold(`The rehearsal of "${environment}" went well: ${verdict.status}. Nothing real was changed.`)}`
}
