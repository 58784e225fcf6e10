import { posix } from "node:path"
import type { SourceFile } from "./source-file.ts"

const linesOfAFile = 300
/** "About 12 files a folder". */
const filesOfAFolder = 14
const registries = [/^src\/commands(\/|$)/, /^src\/errors\/catalogue$/, /^providers\/_prices$/]

export function longFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => !path.endsWith(".gen.ts"))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > linesOfAFile)
    .map(({ path, lines }) => `${path} has ${lines} lines.`)
}

export function crowdedFolders(files: readonly SourceFile[]): readonly string[] {
  const byFolder = Map.groupBy(files, ({ path }) => posix.dirname(path))
  return [...byFolder]
    .filter(([folder]) => !registries.some((registry) => registry.test(folder)))
    .filter(([, members]) => members.length > filesOfAFolder)
    .map(([folder, members]) => `${folder} has ${members.length} files.`)
}

export function vagueNames(files: readonly SourceFile[]): readonly string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => /(^|[/-])(utils?|helpers?|common|misc)([/.-]|$)/.test(path))
}
