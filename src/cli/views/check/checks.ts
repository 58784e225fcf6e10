import type { ChalkInstance } from "chalk"
import type { CheckResult } from "../../../workflows/check/run-checks.ts"
import { tableText } from "../table.ts"

/** One line a check, what was not as expected below it, and a last line that counts. */
export function checksText(results: readonly CheckResult[], style: ChalkInstance): string {
  if (results.length === 0) return 'The manifest has no checks. Add some under "checks".'
  const passed = results.filter((result) => result.passed).length
  const last = `${passed} of ${results.length} checks passed.`
  const blocks = results.map((result) => checkText(result, style))
  return [...blocks, "", passed === results.length ? style.green(last) : style.red(last)].join("\n")
}

function checkText(
  { name, service, passed, messages, timings, warmUp }: CheckResult,
  style: ChalkInstance,
): string {
  const mark = passed ? style.green("✓") : style.red("✗")
  const took = timings === undefined ? "" : `${Math.round(timings.totalMs)} ms`
  const warm =
    warmUp === undefined || warmUp.probes < 2 ? "" : `after ${warmUp.probes} probes to warm up`
  const line = tableText([[`${mark} ${name}`, style.dim(service), took, style.dim(warm)]])
  return [line, ...messages.map((message) => `    ${message}`)].join("\n")
}
