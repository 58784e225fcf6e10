import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** A row of the survey of price pages from which the books were written. */
export interface SurveyRow {
  readonly platform: string
  readonly sku: string
  /** Undefined where the vendor publishes no number. */
  readonly usd: number | undefined
  readonly unit: string
  readonly per: string
  /** A day, a month, or words where neither is known. */
  readonly asOf: string
  readonly confidence: string
}

const file = fileURLToPath(new URL("../../fixtures/prices/survey-2026-11-21.csv", import.meta.url))

export function surveyRows(): readonly SurveyRow[] {
  const [, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n")
  return lines.map((line) => {
    const [platform = "", sku = "", usd = "", unit = "", per = "", asOf = "", confidence = ""] =
      line.split(",")
    return {
      platform: platform.replaceAll("_", "-"),
      sku,
      usd: usd === "" ? undefined : Number(usd),
      unit,
      per,
      asOf,
      confidence,
    }
  })
}
