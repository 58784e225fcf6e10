import { aboveBudget, overBudget } from "../../errors/catalogue/cost.ts"
import * as lintEntries from "../../errors/catalogue/lint.ts"
import * as secretEntries from "../../errors/catalogue/secret.ts"
import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"
import { dockerfileRules } from "./dockerfile/dockerfile-rules.ts"
import { projectRules } from "./project/project-rules.ts"
import { sourceRules } from "./source/source-rules.ts"
import { workflowRules } from "./workflow/workflow-rules.ts"

/** Rules that look at more than one file or at what stands beside it. */
const acrossFiles: readonly ExplainedEntry[] = [
  secretEntries.secretFileTracked,
  secretEntries.secretNotListed,
  lintEntries.staleFile,
  lintEntries.editedFile,
  lintEntries.ignoreWithoutReason,
  lintEntries.unusedIgnore,
  lintEntries.filesLeftOut,
  aboveBudget,
  overBudget,
]

/** What every static check can find, one entry a code, sorted by code. */
export function allRules(): readonly ExplainedEntry[] {
  const entries = [
    ...[...projectRules, ...dockerfileRules, ...workflowRules, ...sourceRules].map(
      ({ entry }) => entry,
    ),
    ...acrossFiles,
  ]
  const byCode = new Map(entries.map((entry) => [entry.code, entry]))
  return [...byCode.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1))
}
