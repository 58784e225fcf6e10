import { join } from "node:path"
import { withIgnoredFiles } from "../../core/init/ignore-lines.ts"
import { withSecretNames } from "../../core/init/secret-files.ts"
import { secretsOf } from "../../core/lint/project/secret-rules.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritable } from "../../errors/catalogue/artifact.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { exampleFile } from "./find-secret-files.ts"
import { comparedFiles } from "./find-stale-files.ts"
import type { LintSubject } from "./lint-subject.ts"
import { shownPath } from "./read-project-files.ts"

/**
 * Repairs what can be repaired without a decision: renders stale files that nobody edited, adds names of secrets to
 * `.env.example`, and lets git ignore files of secrets. Answers with the paths of the files that it wrote.
 *
 * @throws AidepError `artifact/unwritable`.
 */
export async function fix(
  findings: readonly Diagnostic[],
  subject: LintSubject,
  context: Context,
): Promise<readonly string[]> {
  const codes = new Set(findings.map(({ code }) => code))
  const repairs = [
    ...(codes.has("lint/stale-file") ? await staleFiles(subject, context) : []),
    ...(codes.has("secret/not-in-example") ? await exampleNames(subject, context) : []),
    ...(codes.has("secret/file-not-ignored") ? await ignoreLines(subject, context) : []),
  ]
  if (repairs.length === 0) return []
  const outcome = await context.files.writeAll(repairs)
  if (outcome.status === "written") return repairs.map(({ path }) => shownPath(path, context))
  const { path, reason, replaced } = outcome
  throw new AidepError(problem(unwritable, { file: path, reason, replaced }))
}

interface Repair {
  readonly path: string
  readonly text: string
}

async function staleFiles(subject: LintSubject, context: Context): Promise<readonly Repair[]> {
  const compared = await comparedFiles(subject, context)
  return compared
    .filter(({ change }) => change === "update")
    .map(({ path, text }) => ({ path: join(subject.loaded.folder, path), text }))
}

async function exampleNames(
  { loaded, secret }: LintSubject,
  context: Context,
): Promise<readonly Repair[]> {
  const path = join(loaded.folder, exampleFile)
  const text = withSecretNames(await existing(path, context), secretsOf({ ...loaded, secret }))
  return text === undefined ? [] : [{ path, text }]
}

async function ignoreLines({ loaded }: LintSubject, context: Context): Promise<readonly Repair[]> {
  const path = join(loaded.folder, ".gitignore")
  const text = withIgnoredFiles(await existing(path, context))
  return text === undefined ? [] : [{ path, text }]
}

async function existing(path: string, { files }: Context): Promise<string | undefined> {
  const content = await files.read(path)
  return content.status === "read" ? new TextDecoder().decode(content.bytes) : undefined
}
