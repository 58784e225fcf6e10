import { join, resolve } from "node:path"
import type { FoundService } from "../../core/init/found-service.ts"
import { clueFiles, recogniseService, serviceMarks } from "../../core/init/recognise-service.ts"
import type { SourceFacts } from "../../core/project/source-facts.ts"
import type { Context } from "../context.ts"
import { readSource } from "../read-sources.ts"

/** Services stand in the folder itself, one level below, or two (`services/api`). */
const maxDepth = 2
const maxFolders = 300
const maxFileBytes = 512 * 1024

const passedOver: ReadonlySet<string> = new Set([
  "__pycache__",
  "__tests__",
  "build",
  "coverage",
  "dist",
  "docs",
  "env",
  "example",
  "examples",
  "fixtures",
  "node_modules",
  "out",
  "site-packages",
  "target",
  "test",
  "tests",
  "vendor",
  "venv",
])

/** Looks for services in a project's folder. Reads a bounded number of small files, runs nothing. */
export async function detectServices(
  folder: string,
  context: Context,
): Promise<readonly FoundService[]> {
  const paths = await foldersWithMarks(folder, context)
  const found = await Promise.all(
    paths.map(async (path) => (await detectService(path, folder, context)).found),
  )
  const services = found.filter(({ clues }) => clues.kind !== undefined)
  return services.filter((service) => !isPageOfAnother(service, services))
}

/** What stands in one folder, given relative to the project. */
export async function detectService(
  path: string,
  folder: string,
  context: Context,
): Promise<{ readonly facts: SourceFacts; readonly found: FoundService }> {
  const root = await context.files.realPath(folder)
  const facts = await readSource(path, root, context)
  const files =
    facts.status === "folder" ? await readTexts(resolve(root, path), context) : new Map()
  return { facts, found: recogniseService({ path, facts, files }) }
}

/** Folders with a telling file, nearest first; each once, however many links lead to it. */
async function foldersWithMarks(folder: string, context: Context): Promise<readonly string[]> {
  const marked: string[] = []
  const seen = new Set<string>()
  let level: readonly string[] = ["."]
  for (let depth = 0; depth <= maxDepth && level.length > 0; depth += 1) {
    const next: string[] = []
    for (const path of level) {
      const real = await context.files.realPath(join(folder, path))
      if (seen.has(real) || seen.size >= maxFolders) continue
      seen.add(real)
      const names = await context.files.list(join(folder, path))
      if (names.some((name) => serviceMarks.includes(name))) marked.push(path)
      next.push(
        ...(depth < maxDepth ? names.filter(mayBeFolder).map((name) => below(path, name)) : []),
      )
    }
    level = await foldersAmong(next.slice(0, maxFolders), folder, context)
  }
  return marked
}

function mayBeFolder(name: string): boolean {
  return !name.startsWith(".") && !passedOver.has(name) && !/\.[a-z]{1,5}$/i.test(name)
}

function below(path: string, name: string): string {
  return path === "." ? name : `${path}/${name}`
}

async function foldersAmong(
  paths: readonly string[],
  folder: string,
  { files }: Context,
): Promise<readonly string[]> {
  const kinds = await Promise.all(paths.map((path) => files.inspect(join(folder, path))))
  return paths.filter((_, index) => kinds[index] === "folder")
}

async function readTexts(folder: string, { files }: Context): Promise<ReadonlyMap<string, string>> {
  const names = await files.list(folder)
  const wanted = clueFiles.filter((file) => file.includes("/") || names.includes(file))
  const texts = await Promise.all(
    wanted.map(async (file): Promise<readonly (readonly [string, string])[]> => {
      const content = await files.read(join(folder, file))
      if (content.status !== "read" || content.bytes.length > maxFileBytes) return []
      return [[file, new TextDecoder().decode(content.bytes)]]
    }),
  )
  return new Map(texts.flat())
}

/** A page inside of a service is served by it, such as `public/index.html`. */
function isPageOfAnother({ path, clues }: FoundService, all: readonly FoundService[]): boolean {
  const bare = clues.kind?.value === "static" && clues.buildCommand === undefined
  return bare && all.some((other) => other.path !== path && contains(other.path, path))
}

function contains(outer: string, inner: string): boolean {
  return outer === "." || inner.startsWith(`${outer}/`)
}
