import { join, relative } from "node:path"
import type { LintedFile } from "../../core/lint/rule.ts"
import type { Context } from "../context.ts"

export interface ProjectFiles {
  /** Paths are relative to the working folder, `/` as separator, as places in reports are. */
  readonly files: readonly LintedFile[]
  /** Paths of all files that git has or would add; undefined where the folder is in no repository. */
  readonly tracked: ReadonlySet<string> | undefined
  readonly leftOut: readonly { readonly count: number; readonly why: string }[]
}

const maxFiles = 5000
const maxFileBytes = 512 * 1024
/** Files open at a time. */
const batch = 64

/** Reads the project's text files: those that git has or would add, or all but the well-known other folders. */
export async function readProjectFiles(folder: string, context: Context): Promise<ProjectFiles> {
  const tracked = await trackedFiles(folder, context)
  const paths = (tracked ?? (await walk(folder, context))).filter((path) => !binary.test(path))
  const read: ReadFile[] = []
  for (let start = 0; start < Math.min(paths.length, maxFiles); start += batch) {
    const some = paths.slice(start, Math.min(start + batch, maxFiles))
    read.push(...(await Promise.all(some.map((path) => readText(folder, path, context)))))
  }
  const shown = (path: string) => shownPath(join(folder, path), context)
  const tooLarge = read.filter((file) => file === "too-large").length
  return {
    files: read.flatMap((file) =>
      typeof file === "object" ? [{ ...file, path: shown(file.path) }] : [],
    ),
    tracked: tracked === undefined ? undefined : new Set(tracked.map(shown)),
    leftOut: [
      ...(paths.length > maxFiles
        ? [{ count: paths.length - maxFiles, why: `${maxFiles} are looked at in one run` }]
        : []),
      ...(tooLarge > 0
        ? [{ count: tooLarge, why: `they are larger than ${maxFileBytes / 1024} KiB` }]
        : []),
    ],
  }
}

/** Path as the user would type it. */
export function shownPath(path: string, { workingFolder }: Context): string {
  return relative(workingFolder, path).replaceAll("\\", "/")
}

const binary =
  /\.(?:png|jpe?g|gif|webp|ico|icns|pdf|zip|gz|tgz|bz2|xz|7z|tar|jar|whl|so|dylib|dll|exe|bin|woff2?|ttf|otf|eot|mp[34]|mov|wav|ogg|safetensors|gguf|onnx|pt|pth|pkl|joblib|npy|npz|parquet|arrow|sqlite3?|db|wasm|pyc)$/i

type ReadFile = LintedFile | "too-large" | "no-text"

async function readText(folder: string, path: string, { files }: Context): Promise<ReadFile> {
  const content = await files.read(join(folder, path))
  if (content.status !== "read") return "no-text"
  if (content.bytes.length > maxFileBytes) return "too-large"
  return content.bytes.includes(0) ? "no-text" : { path, text: decoder.decode(content.bytes) }
}

const decoder = new TextDecoder()

const gitTimeoutMs = 20_000

async function trackedFiles(
  folder: string,
  { processes }: Context,
): Promise<readonly string[] | undefined> {
  const outcome = await processes.run({
    file: "git",
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    effect: "read",
    timeoutMs: gitTimeoutMs,
    workingFolder: folder,
  })
  if (outcome.status !== "ended" || outcome.exitCode !== 0) return undefined
  return [...new Set(outcome.stdout.split("\0").filter((path) => path !== ""))].toSorted()
}

const skippedFolders =
  /^(?:node_modules|\.git|\.aidep|\.venv|venv|dist|build|coverage|__pycache__|\.next|\.wrangler|\.pytest_cache|\.mypy_cache|\.ruff_cache|target)$/
/** Git would ignore them; here nothing says so. */
const secretFile = /^\.env(?!\.(?:example|sample|template)$)/

async function walk(folder: string, { files }: Context): Promise<readonly string[]> {
  const found: string[] = []
  const open = [""]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const names = await files.list(join(folder, next))
    for (const name of names) {
      if (skippedFolders.test(name) || secretFile.test(name)) continue
      const path = next === "" ? name : `${next}/${name}`
      const kind = await files.inspect(join(folder, path))
      if (kind === "folder") open.push(path)
      else if (kind === "file") found.push(path)
    }
    if (found.length > maxFiles) break
  }
  return found.toSorted()
}
