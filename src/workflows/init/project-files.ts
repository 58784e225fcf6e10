import { join } from "node:path"
import { withIgnoredFiles } from "../../core/init/ignore-lines.ts"
import {
  holdsKey,
  type NamedSecret,
  newSecretsText,
  withSecretNames,
} from "../../core/init/secret-files.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritable } from "../../errors/catalogue/artifact.ts"
import { unreadableFile } from "../../errors/catalogue/init.ts"
import type { TextFile } from "../../ports/files.ts"
import type { Context } from "../context.ts"
import { type Place, shownPath } from "./open-place.ts"
import type { TemplateFile } from "./templates.ts"

export interface ProjectFile extends TextFile {
  /** Relative to the project. */
  readonly name: string
  readonly change: "create" | "extend" | "replace"
}

export interface ProjectFiles {
  readonly files: readonly ProjectFile[]
  /** A `.env` is there and lacks the key of the project. */
  readonly keyMissing: boolean
}

const ignoreFile = ".gitignore"
const exampleFile = ".env.example"
const secretsFile = ".env"

/**
 * Everything to write: the given files, and what keeps secrets out of git. Files that git or people read are
 * extended, and a `.env` is made only where there is none.
 *
 * @throws AidepError `init/unreadable-file`, `artifact/unwritable` where a folder has the name of a file.
 */
export async function projectFiles(
  {
    own,
    secrets,
    place,
  }: {
    readonly own: readonly TemplateFile[]
    readonly secrets: readonly NamedSecret[]
    readonly place: Place
  },
  context: Context,
): Promise<ProjectFiles> {
  const ownText = (path: string) => own.find((file) => file.path === path)?.text
  const current = (path: string) => readExisting(place, path, context)
  const plain = own.filter(({ path }) => path !== ignoreFile && path !== exampleFile)
  const replaced = await Promise.all(
    plain.map(async ({ path, text }): Promise<ProjectFile> => {
      const kind = await context.files.inspect(join(place.folder, path))
      if (kind === "folder") throw folderInTheWay(shownPath(place, path, context))
      const change = kind === "missing" ? "create" : "replace"
      return { name: path, path: join(place.folder, path), text, change }
    }),
  )
  const ignored = await current(ignoreFile)
  const example = await current(exampleFile)
  const values = await current(secretsFile)
  const extended = [
    {
      path: exampleFile,
      before: example,
      text: withSecretNames(example ?? ownText(exampleFile), secrets),
    },
    { path: ignoreFile, before: ignored, text: withIgnoredFiles(ignored ?? ownText(ignoreFile)) },
  ].flatMap(({ path, before, text = before === undefined ? ownText(path) : undefined }) =>
    text === undefined ? [] : [extendedFile(place, { path, before, text })],
  )
  const newSecrets = values === undefined ? [secrecyFile(place, context)] : []
  return {
    files: [...replaced, ...extended, ...newSecrets],
    keyMissing: values !== undefined && !holdsKey(values),
  }
}

/** Found before the first file is replaced, so that none is. */
function folderInTheWay(file: string): AidepError {
  return new AidepError(problem(unwritable, { file, reason: "it is a folder", replaced: [] }))
}

function extendedFile(
  { folder }: Place,
  {
    path,
    before,
    text,
  }: { readonly path: string; readonly before: string | undefined; readonly text: string },
): ProjectFile {
  return {
    name: path,
    path: join(folder, path),
    text,
    change: before === undefined ? "create" : "extend",
  }
}

function secrecyFile({ folder }: Place, { random }: Context): ProjectFile {
  return {
    name: secretsFile,
    path: join(folder, secretsFile),
    text: newSecretsText(random.secretKey()),
    change: "create",
    readableBy: "owner",
  }
}

/** The text of a file, undefined where there is none. What is not UTF-8 would not survive being extended. */
async function readExisting(
  place: Place,
  name: string,
  context: Context,
): Promise<string | undefined> {
  const content = await context.files.read(join(place.folder, name))
  if (content.status === "missing") return undefined
  const text = content.status === "read" ? decoded(content.bytes) : undefined
  if (text !== undefined) return text
  const reason = content.status === "unreadable" ? content.reason : "it is not UTF-8 text"
  throw new AidepError(problem(unreadableFile, { file: shownPath(place, name, context), reason }))
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
