import { type ApiOutcome, failedWith, problem } from "aidep/provider"
import { unwritableProgram } from "../../errors/deploy.ts"
import type { ModalScope } from "../cli/modal-scope.ts"

export interface PassingFile {
  readonly name: string
  readonly text: string
  /** Nobody else on the machine may read it then. */
  readonly isSecret: boolean
}

/** Beside the state of aidep: never uploaded, and ignored by git. */
export const filesFolder = ".aidep/modal"

/** Writes a file for the time of one piece of work, which gets its absolute path, and removes it whatever happens. */
export async function withFile<T>(
  { isSecret, name, text }: PassingFile,
  { folder, ports: { files } }: ModalScope,
  work: (path: string) => Promise<ApiOutcome<T>>,
): Promise<ApiOutcome<T>> {
  const path = `${folder}/${filesFolder}/${name}`
  const readableBy = isSecret ? "owner" : "everybody"
  try {
    const written = await files.writeAll([{ path, text, readableBy }])
    if (written.status === "failed")
      return failedWith(problem(unwritableProgram, { path, reason: written.reason }))
    return await work(path)
  } finally {
    await files.remove(path)
  }
}
