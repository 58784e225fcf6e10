import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import type { LoadedProject, ProjectInput } from "../load-project.ts"
import type { SecretLookup } from "../load-secrets.ts"
import type { ProjectFiles } from "./read-project-files.ts"

/** What the static checks look at. */
export interface LintSubject {
  readonly input: ProjectInput
  readonly loaded: LoadedProject
  readonly secret: SecretLookup
  readonly content: ProjectFiles
}

/** One kind of static check. Changes nothing. */
export type FindingSource = (
  subject: LintSubject,
  context: Context,
) => Promise<readonly Diagnostic[]>
