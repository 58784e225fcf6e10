import { parse as parseToml } from "smol-toml"
import { ownershipOf } from "../artifact/marker.ts"
import { requiresTorch } from "./requires-torch.ts"
import type { EngineFacts, NodeFacts, PythonFacts, SourceFacts } from "./source-facts.ts"

/** Modules in which an application is looked for, in the order of likelihood. */
const applicationModules = ["app/main.py", "main.py", "app.py", "src/main.py"] as const

/** Engines of models whose dependencies may be listed apart, since they take gigabytes or exclude each other. */
const modelEngines = ["hf", "vllm"] as const
const engineFile = (engine: (typeof modelEngines)[number]) => `requirements-${engine}.txt` as const

/** Files of a source folder that say something about it, relative to it. */
export const tellingFiles = [
  "Dockerfile",
  "package.json",
  "requirements.txt",
  ...modelEngines.map(engineFile),
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
  const apart = dependencyFile === "requirements.txt" ? engineFacts(texts) : {}
  const fastApi = /\bfastapi\b/i.test(texts.get(dependencyFile) ?? "")
  return {
    version: /\d+\.\d+/.exec(stated)?.[0],
    dependencyFile,
    fastApi,
    torch: requiresTorch(requirementsOf(dependencyFile, { project, texts })),
    ...(Object.keys(apart).length === 0 ? {} : { engines: apart }),
    application: fastApi ? findApplication(texts) : undefined,
  }
}

function engineFacts(texts: ReadonlyMap<string, string>): Readonly<Record<string, EngineFacts>> {
  return Object.fromEntries(
    modelEngines.flatMap((engine) => {
      const file = engineFile(engine)
      const text = texts.get(file)
      return text === undefined ? [] : [[engine, { file, torch: requiresTorch(lines(text)) }]]
    }),
  )
}

/** Requirements as pip reads them, one each. */
function requirementsOf(
  file: PythonFacts["dependencyFile"],
  { project, texts }: { readonly project: unknown; readonly texts: ReadonlyMap<string, string> },
): readonly string[] {
  if (file === "requirements.txt") return lines(texts.get(file) ?? "")
  const listed = field(project, "dependencies")
  return Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : []
}

function lines(text: string): readonly string[] {
  return text.split(/\r?\n/)
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
