import type { ManifestService } from "../manifest/schema/manifest.ts"
import type { DependencyFile, Runtime, SourceFolder } from "./project.ts"
import type { SourceFacts } from "./source-facts.ts"

/** Versions used where neither the manifest nor the source says one. */
export const defaultVersions = { node: "24", python: "3.12" } as const

interface SourceContext {
  readonly facts: SourceFacts | undefined
  readonly port: number | undefined
  readonly shared: boolean
}

/** What is known of a source folder: from the manifest first, then from what stands in it. */
export function sourceFolder(
  service: ManifestService,
  { facts, port, shared }: SourceContext,
): SourceFolder {
  const runtime = runtimeOf(service, facts)
  const python = runtime?.language === "python" ? facts?.python : undefined
  const engine = service.model === undefined ? undefined : python?.engines?.[service.model.engine]
  return {
    type: "folder",
    path: plainPath(service.source ?? "."),
    shared,
    runtime,
    dockerfile: dockerfileOf(service, facts),
    dependencyFile: runtime === undefined ? undefined : dependencyFileOf(runtime, facts),
    ...(engine === undefined ? {} : { engineFile: engine.file }),
    torch: (engine ?? python)?.torch === true,
    startCommand: startCommandOf(runtime, facts, port),
  }
}

/** Sources that more than one of the services is built from. */
export function sharedSources(services: readonly ManifestService[]): ReadonlySet<string> {
  const paths = services.flatMap(({ source }) => (source === undefined ? [] : [plainPath(source)]))
  const seen = new Set<string>()
  return new Set(paths.filter((path) => seen.size === seen.add(path).size))
}

function runtimeOf(service: ManifestService, facts: SourceFacts | undefined): Runtime | undefined {
  if (service.runtime !== undefined) {
    const [language, version = ""] = service.runtime.split("@")
    return { language: language === "python" ? "python" : "node", version }
  }
  if (facts?.node !== undefined)
    return { language: "node", version: facts.node.version ?? defaultVersions.node }
  if (facts?.python !== undefined)
    return { language: "python", version: facts.python.version ?? defaultVersions.python }
  return undefined
}

function dockerfileOf(
  service: ManifestService,
  facts: SourceFacts | undefined,
): string | undefined {
  if (service.dockerfile !== undefined) return plainPath(service.dockerfile)
  return facts?.dockerfile === true ? "Dockerfile" : undefined
}

function dependencyFileOf(
  { language }: Runtime,
  facts: SourceFacts | undefined,
): DependencyFile | undefined {
  if (language === "python") return facts?.python?.dependencyFile
  if (facts?.node === undefined) return undefined
  return facts.node.lockFile ? "package-lock.json" : "package.json"
}

function startCommandOf(
  runtime: Runtime | undefined,
  facts: SourceFacts | undefined,
  port: number | undefined,
): readonly string[] | undefined {
  if (runtime?.language === "node" && facts?.node?.startScript === true) return ["npm", "start"]
  const application = facts?.python?.application
  if (runtime?.language !== "python" || application === undefined || port === undefined)
    return undefined
  return ["uvicorn", application, "--host", "0.0.0.0", "--port", String(port)]
}

/** A path as `SourceFolder` holds it: no leading `./`, no trailing slash. */
export function plainPath(path: string): string {
  return path.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "") || "."
}
