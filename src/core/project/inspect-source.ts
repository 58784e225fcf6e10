import { parse as parseToml } from "smol-toml"
import { ownershipOf } from "../artifact/marker.ts"
import { requiresTorch } from "./requires-torch.ts"
import type { NodeFacts, PythonFacts, SourceFacts } from "./source-facts.ts"

/** Modules in which an application is looked for, in the order of likelihood. */
const applicationModules = ["app/main.py", "main.py", "app.py", "src/main.py"] as const

/** Files of a source folder that say something about it, relative to it. */
export const tellingFiles = [
  "Dockerfile",
  "package.json",
  "requirements.txt",
  "pyproject.toml",
  ".python-version",
  ...applicationModules,
] as const

/** What stands in a source folder: the names in it, and the texts of `tellingFiles` that are there. */
export interface FolderContent {
  readonly names: readonly string[]
  readonly texts: ReadonlyMap<string, string>
}

/** Draws the facts from a folder's content. Files that do not parse count as saying nothing. */
export function inspectSource({ names, texts }: FolderContent): SourceFacts {
  const dockerfile = texts.get("Dockerfile")
  const manifest = texts.get("package.json")
  return {
    status: "folder",
    dockerfile: dockerfile !== undefined && ownershipOf(dockerfile) !== "own",
    node:
      manifest === undefined ? undefined : nodeFacts(manifest, names.includes("package-lock.json")),
    python: pythonFacts(texts),
  }
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

function pythonFacts(texts: ReadonlyMap<string, string>): PythonFacts | undefined {
  const dependencyFile = (["requirements.txt", "pyproject.toml"] as const).find((name) =>
    texts.has(name),
  )
  if (dependencyFile === undefined) return undefined
  const project = field(parseTomlText(texts.get("pyproject.toml") ?? ""), "project")
  const required = field(project, "requires-python")
  const stated = texts.get(".python-version") ?? (typeof required === "string" ? required : "")
  const fastApi = /\bfastapi\b/i.test(texts.get(dependencyFile) ?? "")
  return {
    version: /\d+\.\d+/.exec(stated)?.[0],
    dependencyFile,
    fastApi,
    torch: requiresTorch(requirementsOf(dependencyFile, { project, texts })),
    application: fastApi ? findApplication(texts) : undefined,
  }
}

/** Requirements as pip reads them, one each. */
function requirementsOf(
  file: PythonFacts["dependencyFile"],
  { project, texts }: { readonly project: unknown; readonly texts: ReadonlyMap<string, string> },
): readonly string[] {
  if (file === "requirements.txt") return (texts.get(file) ?? "").split(/\r?\n/)
  const listed = field(project, "dependencies")
  return Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : []
}

/** Import path of the first FastAPI application found, such as `app.main:app`. */
function findApplication(texts: ReadonlyMap<string, string>): string | undefined {
  const found = applicationModules.map((path) => {
    const variable = /^(\w+)\s*(?::\s*\w+\s*)?=\s*FastAPI\(/m.exec(texts.get(path) ?? "")?.[1]
    return variable === undefined
      ? undefined
      : `${path.replace(/\.py$/, "").replaceAll("/", ".")}:${variable}`
  })
  return found.find((application) => application !== undefined)
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
