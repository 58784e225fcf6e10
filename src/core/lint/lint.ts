import type { Diagnostic } from "../../errors/diagnostic.ts"
import { dockerfileRules } from "./dockerfile/dockerfile-rules.ts"
import { isDockerfile, lintedDockerfile } from "./dockerfile/linted-dockerfile.ts"
import { projectRules } from "./project/project-rules.ts"
import type { LintedProject } from "./project/linted-project.ts"
import type { LintedFile, Rule } from "./rule.ts"
import { sourceRules } from "./source/source-rules.ts"
import { isWorkflow, lintedWorkflow } from "./workflow/linted-workflow.ts"
import { workflowRules } from "./workflow/workflow-rules.ts"

/** Holds a project and its files against all rules. Total: files that do not parse break no rule. */
export function lint(project: LintedProject, files: readonly LintedFile[]): readonly Diagnostic[] {
  return [...applyRules(projectRules, project), ...lintFiles(files, project.project.environment)]
}

/** The rules about single files, which need no valid manifest. */
function lintFiles(files: readonly LintedFile[], environment: string): readonly Diagnostic[] {
  const paths = new Set(files.map(({ path }) => path))
  return files.flatMap((file) => [
    ...(isDockerfile(file.path) ? applyRules(dockerfileRules, lintedDockerfile(file, paths)) : []),
    ...(isWorkflow(file.path) ? applyRules(workflowRules, lintedWorkflow(file)) : []),
    ...applyRules(sourceRules, { ...file, environment }),
  ])
}

function applyRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): readonly Diagnostic[] {
  return rules.flatMap(({ find }) => find(subject))
}
