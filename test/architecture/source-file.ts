import { existsSync, globSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"

export interface SourceFile {
  /** From the repository root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** Files of ours by path, everything else by the name that is imported. */
  readonly imports: readonly string[]
}

/** Every TypeScript file of the given top-level folders. */
export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root }))
    .map((path) => path.replaceAll("\\", "/"))
    .toSorted()
    .map((path) => sourceFile(path, readFileSync(join(root, path), "utf8")))
}

export function sourceFile(path: string, text: string): SourceFile {
  const code = withoutCommentLines(text)
  const names = statements.flatMap((statement) =>
    [...code.matchAll(statement)].map((match) => match[1] ?? ""),
  )
  return { path, text: code, imports: names.map((name) => resolved(path, name)) }
}

const statements = [
  /^(?:import|export)\b[^;"'`=]*?\bfrom\s*["']([^"']+)["']/gm,
  /^import\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']/g,
]

function withoutCommentLines(text: string): string {
  return text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, "")
}

function resolved(importer: string, name: string): string {
  return name.startsWith(".") ? posix.join(posix.dirname(importer), name) : name
}
