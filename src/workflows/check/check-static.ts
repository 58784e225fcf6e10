import { applyIgnores, type Silenced } from "../../core/lint/ignore-comments.ts"
import { lint } from "../../core/lint/lint.ts"
import { filesLeftOut } from "../../errors/catalogue/lint.ts"
import { secretInFile } from "../../errors/catalogue/secret.ts"
import { diagnose, type Diagnostic, orderDiagnostics } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { findOverBudget } from "../lint/find-over-budget.ts"
import { findSecretFiles } from "../lint/find-secret-files.ts"
import { findSecrets } from "../lint/find-secrets.ts"
import { findStaleFiles } from "../lint/find-stale-files.ts"
import { fix } from "../lint/fix.ts"
import type { FindingSource, LintSubject } from "../lint/lint-subject.ts"
import { readProjectFiles } from "../lint/read-project-files.ts"
import { loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"

export interface CheckStaticInput extends ProjectInput {
  /** Repair what can be repaired without a decision. */
  readonly fix: boolean
}

export interface CheckStaticResult {
  readonly project: string
  readonly environment: string
  /** In the order of files and lines. */
  readonly findings: readonly Diagnostic[]
  readonly silenced: readonly Silenced[]
  /** Files that `fix` wrote. */
  readonly fixed: readonly string[]
  /** How many files were looked at. */
  readonly files: number
}

/** All kinds of static checks; a further kind is one more entry. */
const sources: readonly FindingSource[] = [
  async ({ loaded }) => loaded.diagnostics,
  findSecrets,
  async ({ loaded, secret, content }) => lint({ ...loaded, secret }, content.files),
  async ({ content }) => content.leftOut.map((left) => diagnose(filesLeftOut, left)),
  findSecretFiles,
  findStaleFiles,
  findOverBudget,
]

/**
 * Looks at the manifest and at the project's files, and asks no platform.
 *
 * @throws AidepError those of `loadProject`; with `fix`, `artifact/unwritable`.
 */
export async function checkStatic(
  input: CheckStaticInput,
  context: Context,
): Promise<CheckStaticResult> {
  const first = await judge(input, context)
  const fixed = input.fix ? await fix(first.findings, first.subject, context) : []
  const last = fixed.length === 0 ? first : await judge(input, context)
  const { loaded, content } = last.subject
  return {
    project: loaded.project.name,
    environment: loaded.project.environment,
    findings: last.findings,
    silenced: last.silenced,
    fixed,
    files: content.files.length,
  }
}

interface JudgedSubject {
  readonly subject: LintSubject
  readonly findings: readonly Diagnostic[]
  readonly silenced: readonly Silenced[]
}

async function judge(input: ProjectInput, context: Context): Promise<JudgedSubject> {
  const loaded = await loadProject(input, context)
  const { folder, project } = loaded
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const content = await readProjectFiles(folder, context)
  const subject = { input, loaded, secret, content }
  const found = await Promise.all(sources.map((source) => source(subject, context)))
  const { findings, silenced } = applyIgnores(secretsOnce(found.flat()), content.files)
  return { subject, findings: orderDiagnostics(findings), silenced }
}

/** A secret may be known by its form and by its name: the first that found one on a line speaks. */
function secretsOnce(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return findings.filter(({ code, place }) => {
    if (code !== secretInFile.code) return true
    const line = `${place?.file}:${place?.line}`
    const first = !seen.has(line)
    seen.add(line)
    return first
  })
}
