import type { ChalkInstance } from "chalk"
import type { Diagnostic } from "../../../errors/diagnostic.ts"
import type { CheckResult } from "../../../workflows/check/check-result.ts"
import { tableText } from "../table.ts"

/** One line a check, what was not as expected below it, and a last line that counts. */
export function checksText(results: readonly CheckResult[], style: ChalkInstance): string {
  if (results.length === 0) return 'The manifest has no checks. Add some under "checks".'
  return resultsText(results, style, "checks")
}

/** The same for what every service is asked without a check of the manifest's own. */
export function probesText(results: readonly CheckResult[], style: ChalkInstance): string {
  return [style.bold("Seen from outside"), resultsText(results, style, "probes")].join("\n")
}

function resultsText(
  results: readonly CheckResult[],
  style: ChalkInstance,
  noun: "checks" | "probes",
): string {
  const passed = results.filter((result) => result.passed).length
  const last = `${passed} of ${results.length} ${noun} passed.`
  const blocks = results.map((result) => checkText(result, style))
  return [...blocks, "", passed === results.length ? style.green(last) : style.red(last)].join("\n")
}

function checkText(
  { name, service, passed, findings, facts, timings, warmUp }: CheckResult,
  style: ChalkInstance,
): string {
  const good = findings.length === 0 ? style.green("✓") : style.yellow("!")
  const mark = passed ? good : style.red("✗")
  const took = timings === undefined ? "" : `${Math.round(timings.totalMs)} ms`
  const warm =
    warmUp === undefined || warmUp.probes < 2 ? "" : `after ${warmUp.probes} probes to warm up`
  const line = tableText([[`${mark} ${name}`, style.dim(service), took, style.dim(warm)]])
  return [
    line,
    ...facts.map((fact) => `    ${style.dim(fact)}`),
    ...findings.flatMap((finding) => findingLines(finding, style)),
  ].join("\n")
}

function findingLines(
  { message, hint, code }: Diagnostic,
  style: ChalkInstance,
): readonly string[] {
  return [`    ${message} ${style.dim(`[${code}]`)}`, `    ${style.cyan("→")} ${hint}`]
}
