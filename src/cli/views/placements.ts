import type { ChalkInstance } from "chalk"
import type { ValidateResult } from "../../workflows/validate.ts"
import { countText } from "./diagnostics.ts"
import { tableText } from "./table.ts"

/** Says that the manifest is valid, and where everything goes. */
export function placementsText(
  result: ValidateResult,
  manifest: string,
  style: ChalkInstance,
): string {
  const rows = result.placements.map(({ item, name, kind, platform, alternatives }) => [
    `  ${item}`,
    style.bold(name),
    kind,
    style.cyan(platform),
    alternatives.length === 0 ? "" : style.dim(`or ${alternatives.join(", ")}`),
  ])
  const warnings = result.diagnostics.length === 0 ? "" : ` with ${countText(result.diagnostics)}`
  const heading = `${style.green("✓")} "${manifest}" is valid${warnings}. Project "${result.name}", environment "${result.environment}":`
  return `${heading}\n${tableText(rows)}`
}
