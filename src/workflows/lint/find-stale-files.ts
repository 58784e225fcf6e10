import { join } from "node:path"
import { editedFile, staleFile } from "../../errors/catalogue/lint.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"
import type { ComparedFile } from "../../core/artifact/compare.ts"
import type { Context } from "../context.ts"
import { compareFiles } from "../render.ts"
import type { FindingSource, LintSubject } from "./lint-subject.ts"
import { shownPath } from "./read-project-files.ts"

/** Rendered files that stand in the project and do not say what the manifest says. */
export const findStaleFiles: FindingSource = async (subject, context) => {
  const compared = await comparedFiles(subject, context)
  return compared.flatMap((file) => finding(file, subject, context))
}

/** Files on disk are of one environment and placement: those of a plain `aidep render`. */
export async function comparedFiles(
  { input, loaded }: LintSubject,
  context: Context,
): Promise<readonly ComparedFile[]> {
  if (input.environment !== undefined || input.target !== undefined) return []
  return await compareFiles(loaded.rendered.artifacts, loaded.folder, context)
}

function finding(
  { path, change }: ComparedFile,
  { loaded }: LintSubject,
  context: Context,
): readonly Diagnostic[] {
  const file = shownPath(join(loaded.folder, path), context)
  const place = { file, line: 1, column: 1 }
  if (change === "update") return [diagnose(staleFile, { file }, place)]
  return change === "edited" ? [diagnose(editedFile, { file }, place)] : []
}
