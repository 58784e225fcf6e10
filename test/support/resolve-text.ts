import type { PlatformFacts } from "../../src/core/project/platform-facts.ts"
import type { ResolveInput } from "../../src/core/project/resolve-input.ts"
import { resolveProject } from "../../src/core/project/resolve-project.ts"
import type { Project, Service } from "../../src/core/project/project.ts"
import type { SourceFacts } from "../../src/core/project/source-facts.ts"
import { parsedText, placed } from "./parse-text.ts"
import { nodeSource } from "./render-manifest.ts"
import { testPlatform } from "./test-platform.ts"

export interface ResolveTextOptions {
  readonly environment?: string
  readonly target?: string
  /** In place of `acme`, `bolt`, `home` and the others of `testPlatforms`. */
  readonly platforms?: readonly PlatformFacts[]
  /** By source path as written; a path that is not listed is `nodeSource`. */
  readonly sources?: Readonly<Record<string, Partial<SourceFacts>>>
  readonly variables?: Readonly<Record<string, string>>
}

/** `home` is always allowed, `named` is known by name only, `files` writes files about the whole project. */
const testPlatforms: readonly PlatformFacts[] = [
  testPlatform("acme"),
  testPlatform("bolt"),
  testPlatform("home", { alwaysAllowed: true }),
  testPlatform("named", { roles: ["service"], support: undefined }),
  testPlatform("stock", { roles: ["resource", "errors"] }),
  testPlatform("files", { roles: ["pipeline"], scope: "project" }),
]

/** Everything that `resolveProject` wants, for a manifest's text that parses. */
export function inputOf(text: string, options: ResolveTextOptions = {}): ResolveInput {
  const { environment, target, platforms = testPlatforms, sources = {}, variables = {} } = options
  const parsed = parsedText(text, environment)
  const paths = Object.values(parsed.manifest.services).flatMap(({ source }) => source ?? [])
  return {
    parsed,
    platforms: new Map(platforms.map((platform) => [platform.id, platform])),
    platformIds: platforms.map(({ id }) => id).toSorted(),
    sources: new Map(paths.map((path) => [path, { ...nodeSource, ...sources[path] }])),
    variables,
    target,
  }
}

export function resolveText(text: string, options?: ResolveTextOptions) {
  return resolveProject(inputOf(text, options))
}

/** The project of a text that must be right. */
export function projectOf(text: string, options?: ResolveTextOptions): Project {
  const { project, diagnostics } = resolveText(text, options)
  if (project === undefined) throw new Error(placed(diagnostics).join("\n"))
  return project
}

export function serviceOf(text: string, name: string, options?: ResolveTextOptions): Service {
  const service = projectOf(text, options).services.find((candidate) => candidate.name === name)
  if (service === undefined) throw new Error(`There is no service "${name}".`)
  return service
}
