import type { Artifact } from "../../src/core/artifact/artifact.ts"
import { serialize } from "../../src/core/artifact/serialize.ts"
import { parseManifest } from "../../src/core/manifest/parse-manifest.ts"
import type { Project } from "../../src/core/project/project.ts"
import { resolveProject } from "../../src/core/project/resolve-project.ts"
import type { SourceFacts, SourceFactsByPath } from "../../src/core/project/source-facts.ts"
import type { Diagnostic } from "../../src/errors/diagnostic.ts"
import type { PlatformOutput, Provider } from "../../src/provider/provider.ts"
import { renderProject } from "../../src/provider/render-project.ts"

export interface RenderManifestOptions {
  /** Providers that exist in this test; platforms that are only mentioned need not be here. */
  readonly providers: readonly Provider[]
  readonly target?: string
  readonly environment?: string
  /** By source path as written in the manifest; a path that is not listed is `nodeSource`. */
  readonly sources?: Readonly<Record<string, Partial<SourceFacts>>>
  readonly variables?: Readonly<Record<string, string>>
}

export interface RenderedManifest {
  /** Serialised files with their markers, by path. */
  readonly files: ReadonlyMap<string, string>
  readonly artifacts: readonly Artifact[]
  /** Specs by platform id. */
  readonly platforms: ReadonlyMap<string, PlatformOutput>
  readonly diagnostics: readonly Diagnostic[]
  readonly project: Project | undefined
}

/** A Node service with a start script and a lock file, and no Dockerfile. */
export const nodeSource: SourceFacts = {
  status: "folder",
  dockerfile: false,
  node: { version: undefined, startScript: true, lockFile: true },
  python: undefined,
}

/** A FastAPI service with `requirements.txt` and an application at `app.main:app`. */
export const pythonSource: SourceFacts = {
  status: "folder",
  dockerfile: false,
  node: undefined,
  python: {
    version: undefined,
    dependencyFile: "requirements.txt",
    fastApi: true,
    torch: false,
    application: "app.main:app",
  },
}

/** Takes a manifest's text through the whole pure pipeline, without a disk. */
export function renderManifest(text: string, options: RenderManifestOptions): RenderedManifest {
  const { providers, target, environment, variables = {} } = options
  const { parsed, diagnostics } = parseManifest(new TextEncoder().encode(text), {
    file: "aidep.yaml",
    environment,
  })
  if (parsed === undefined) return nothing(diagnostics)
  const platforms = new Map(providers.map((provider) => [provider.id, provider]))
  const input = {
    parsed,
    platforms,
    platformIds: allPlatformIds(providers),
    sources: sourceFacts(Object.values(parsed.manifest.services), options),
    variables,
    target,
  }
  const resolved = resolveProject(input)
  if (resolved.project === undefined) return nothing([...diagnostics, ...resolved.diagnostics])
  const rendered = renderProject(resolved.project, { parsed, providers })
  return {
    files: new Map(rendered.artifacts.map((artifact) => [artifact.path, serialize(artifact)])),
    artifacts: rendered.artifacts,
    platforms: rendered.platforms,
    diagnostics: [...diagnostics, ...resolved.diagnostics, ...rendered.diagnostics],
    project: resolved.project,
  }
}

const mentionable = [
  "railway",
  "render",
  "fly",
  "modal",
  "cloudflare",
  "compose",
  "github",
  "local",
  "sentry",
  "betterstack",
  "prometheus",
  "vercel",
]

function allPlatformIds(providers: readonly Provider[]): readonly string[] {
  return [...new Set([...mentionable, ...providers.map(({ id }) => id)])].toSorted()
}

function sourceFacts(
  services: readonly { readonly source?: string | undefined }[],
  { sources = {} }: RenderManifestOptions,
): SourceFactsByPath {
  return new Map(
    services.flatMap(({ source }) =>
      source === undefined ? [] : [[source, { ...nodeSource, ...sources[source] }] as const],
    ),
  )
}

function nothing(diagnostics: readonly Diagnostic[]): RenderedManifest {
  return { files: new Map(), artifacts: [], platforms: new Map(), diagnostics, project: undefined }
}
