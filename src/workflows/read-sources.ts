import { join, resolve, sep } from "node:path"
import { parse as parseToml } from "smol-toml"
import { ownershipOf } from "../core/artifact/marker.ts"
import type { Manifest } from "../core/manifest/schema/manifest.ts"
import type {
  NodeFacts,
  PythonFacts,
  SourceFacts,
  SourceFactsByPath,
} from "../core/project/source-facts.ts"
import type { Context } from "./context.ts"

const nothingThere: SourceFacts = {
  status: "missing",
  dockerfile: false,
  node: undefined,
  python: undefined,
}

/** Looks at every source folder that the manifest names, each once. Reads a few small files, runs nothing. */
export async function readSources(
  manifest: Manifest,
  folder: string,
  context: Context,
): Promise<SourceFactsByPath> {
  const paths = new Set(Object.values(manifest.services).flatMap(({ source }) => source ?? []))
  const facts = await Promise.all(
    [...paths].map(async (path) => [path, await readSource(path, folder, context)] as const),
  )
  return new Map(facts)
}

/** Facts of one source folder, relative to the project's folder. */
export async function readSource(
  path: string,
  folder: string,
  context: Context,
): Promise<SourceFacts> {
  const { files } = context
  const absolute = resolve(folder, path)
  const kind = await files.inspect(absolute)
  if (kind === "missing" || kind === "unreadable") return { ...nothingThere, status: kind }
  const root = await files.realPath(folder)
  const real = await files.realPath(absolute)
  if (real !== root && !real.startsWith(root + sep)) return { ...nothingThere, status: "outside" }
  if (kind !== "folder") return { ...nothingThere, status: "file" }
  const names = await files.list(absolute)
  const read = (name: string) => readText(join(absolute, name), context)
  return {
    status: "folder",
    dockerfile: names.includes("Dockerfile") && ownershipOf(await read("Dockerfile")) !== "own",
    node: names.includes("package.json")
      ? nodeFacts(await read("package.json"), names.includes("package-lock.json"))
      : undefined,
    python: await pythonFacts(names, read),
  }
}

async function readText(path: string, { files }: Context): Promise<string> {
  const content = await files.read(path)
  return content.status === "read" ? new TextDecoder().decode(content.bytes) : ""
}

function nodeFacts(text: string, lockFile: boolean): NodeFacts {
  const manifest = parseJson(text)
  const engines = field(manifest, "engines")
  const version = field(engines, "node")
  return {
    version: typeof version === "string" ? /\d+/.exec(version)?.[0] : undefined,
    startScript: typeof field(field(manifest, "scripts"), "start") === "string",
    lockFile,
  }
}

/** Modules in which an application is looked for, in the order of likelihood. */
const applicationModules = ["app/main.py", "main.py", "app.py", "src/main.py"] as const

async function pythonFacts(
  names: readonly string[],
  read: (name: string) => Promise<string>,
): Promise<PythonFacts | undefined> {
  const dependencyFile = (["requirements.txt", "pyproject.toml"] as const).find((name) =>
    names.includes(name),
  )
  if (dependencyFile === undefined) return undefined
  const dependencies = await read(dependencyFile)
  const project = names.includes("pyproject.toml")
    ? field(parseTomlText(await read("pyproject.toml")), "project")
    : undefined
  const pinned = names.includes(".python-version") ? await read(".python-version") : ""
  const required = field(project, "requires-python")
  const version = /\d+\.\d+/.exec(pinned || (typeof required === "string" ? required : ""))?.[0]
  const fastApi = /\bfastapi\b/i.test(dependencies)
  const application = fastApi ? await findApplication(read) : undefined
  return { version, dependencyFile, fastApi, application }
}

/** Import path of the first FastAPI application found, such as `app.main:app`. */
async function findApplication(
  read: (name: string) => Promise<string>,
): Promise<string | undefined> {
  for (const path of applicationModules) {
    const variable = /^(\w+)\s*(?::\s*\w+\s*)?=\s*FastAPI\(/m.exec(await read(path))?.[1]
    if (variable !== undefined)
      return `${path.replace(/\.py$/, "").replaceAll("/", ".")}:${variable}`
  }
  return undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function parseTomlText(text: string): unknown {
  try {
    return parseToml(text)
  } catch {
    return undefined
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
