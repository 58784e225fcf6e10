import type { ValueProblem } from "../../manifest/schema/values.ts"

/** A fault in what a manifest expects of an answer, with its place below the value that was read. */
export interface LanguageProblem {
  readonly path: readonly (string | number)[]
  /** Whether the key at the end of the path is wrong, or the value that stands there. */
  readonly at: "key" | "value"
  readonly problem: ValueProblem
}
