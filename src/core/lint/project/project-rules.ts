import type { Rule } from "../rule.ts"
import { debugRules } from "./debug-rules.ts"
import { exposureRules } from "./exposure-rules.ts"
import type { LintedProject } from "./linted-project.ts"
import { secretRules } from "./secret-rules.ts"

/** Rules about the project as a whole. */
export const projectRules: readonly Rule<LintedProject>[] = [
  ...exposureRules,
  ...debugRules,
  ...secretRules,
]
