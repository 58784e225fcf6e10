import type { Artifact } from "../core/artifact/artifact.ts"
import { missedPins, pinBaseImages } from "../core/artifact/pin-base-images.ts"
import { issueDiagnostics } from "../core/manifest/issue-diagnostics.ts"
import { inputSchema, knownKeys } from "../core/manifest/json-schema.ts"
import type { ParsedManifest } from "../core/manifest/parse-manifest.ts"
import { type Path, valueAt } from "../core/manifest/yaml-source.ts"
import { external } from "../core/project/placement.ts"
import type { Project } from "../core/project/project.ts"
import { collision } from "../errors/catalogue/artifact.ts"
import { pinMissed } from "../errors/catalogue/build.ts"
import { diagnose, type Diagnostic, hasErrors } from "../errors/diagnostic.ts"
import type { OptionsPlace, PlatformOutput, Provider, Reporting, Surroundings } from "./provider.ts"

export interface RenderedProject {
  /** What each platform that has something to do came to, by platform id. */
  readonly platforms: ReadonlyMap<string, PlatformOutput>
  /** Every file once, in the order of the platforms. */
  readonly artifacts: readonly Artifact[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Gives every provider its part of the project and collects specs, files and diagnostics. Pure. */
export function renderProject(
  project: Project,
  {
    parsed,
    providers,
  }: { readonly parsed: ParsedManifest; readonly providers: Iterable<Provider> },
): RenderedProject {
  const reporting = reportingFor(parsed)
  const all = [...providers]
  const used = placedOn(project)
  const surroundings = surroundingsOf(
    project,
    all.filter(({ id }) => used.has(id)),
  )
  const outputs = all.flatMap((provider): [string, PlatformOutput][] => {
    const written = parsed.manifest.platforms?.[provider.id]
    if (written === false) return []
    const input = { ...partOf(project, provider), surroundings, options: written ?? {}, reporting }
    const output = provider.carryOut(input)
    const asked = provider.scope === "placed" || written !== undefined || used.has(provider.id)
    return [[provider.id, asked ? output : withoutErrors(output, provider)]]
  })
  const merged = mergeArtifacts(outputs)
  const pins = parsed.manifest.build?.baseImages ?? {}
  return {
    platforms: new Map(outputs),
    artifacts: pinBaseImages(merged.artifacts, pins),
    diagnostics: [
      ...outputs.flatMap(([, output]) => output.diagnostics),
      ...merged.diagnostics,
      ...missedPins(merged.artifacts, pins).map((missed) =>
        diagnose(pinMissed, missed, parsed.places.key(["build", "baseImages", missed.image])),
      ),
    ],
  }
}

/** Platforms may share a file, such as a Dockerfile, as long as they agree on it. */
function mergeArtifacts(outputs: readonly (readonly [string, PlatformOutput])[]): {
  readonly artifacts: readonly Artifact[]
  readonly diagnostics: readonly Diagnostic[]
} {
  const owners = new Map<string, { readonly platform: string; readonly artifact: Artifact }>()
  const diagnostics: Diagnostic[] = []
  for (const [platform, { artifacts }] of outputs)
    for (const artifact of artifacts) {
      const owner = owners.get(artifact.path)
      if (owner === undefined) owners.set(artifact.path, { platform, artifact })
      else if (JSON.stringify(owner.artifact.content) !== JSON.stringify(artifact.content)) {
        const params = { file: artifact.path, platforms: [owner.platform, platform] }
        diagnostics.push(diagnose(collision, params))
      }
    }
  return { artifacts: [...owners.values()].map(({ artifact }) => artifact), diagnostics }
}

function surroundingsOf(project: Project, platforms: readonly Provider[]): Surroundings {
  const services = new Map(project.services.map((service) => [service.name, service]))
  const resources = new Map(project.resources.map((resource) => [resource.name, resource]))
  const uses = project.services.flatMap((caller) =>
    caller.dependsOn.map((used) => ({ caller, used })),
  )
  const callers = Map.groupBy(uses, ({ used }) => used)
  const checked = new Set(project.checks.map(({ service }) => service))
  return {
    project,
    platforms,
    serviceNamed: (name) => services.get(name),
    resourceNamed: (name) => resources.get(name),
    callersOf: (name) => (callers.get(name) ?? []).map(({ caller }) => caller),
    isChecked: (service) => checked.has(service),
  }
}

/** Files that nobody asked for must not stand in the way of those that were: they are left out with a warning. */
function withoutErrors(output: PlatformOutput, { id, title }: Provider): PlatformOutput {
  if (!hasErrors(output.diagnostics)) return output
  const diagnostics = output.diagnostics.map((diagnostic): Diagnostic => {
    if (diagnostic.severity === "warning") return diagnostic
    return {
      ...diagnostic,
      severity: "warning",
      message: `The files for ${title} are left out: ${diagnostic.message}`,
      hint: `${diagnostic.hint} Or write "platforms: { ${id}: false }".`,
    }
  })
  return { ...output, artifacts: [], diagnostics }
}

function placedOn({ services, resources, edge }: Project): ReadonlySet<string> {
  const items = [...services, ...resources].map(({ placement }) => placement.platform)
  return new Set(edge === undefined ? items : [...items, edge.platform])
}

function partOf(project: Project, { id, scope }: Provider) {
  const whole = scope === "project"
  const belongs = (platform: string) => (whole ? platform !== external : platform === id)
  return {
    services: project.services.filter(({ placement }) => belongs(placement.platform)),
    resources: project.resources.filter(({ placement }) => belongs(placement.platform)),
    edge: whole || project.edge?.platform === id ? project.edge : undefined,
  }
}

function reportingFor(parsed: ParsedManifest): Reporting {
  const { places } = parsed
  return {
    at: (path) => (entry, params, field) => {
      const whole = field === undefined ? path : [...path, ...field.split(".")]
      return diagnose(entry, params, parsed.writes(whole) ? places.value(whole) : places.key(path))
    },
    options: (error, schema, place) => {
      const at = (path: Path) => writtenPath(path, place, parsed)
      return issueDiagnostics(error.issues, {
        places: {
          value: (path) => places.value(at(path)),
          key: (path) => places.key(at(path)),
          inside: (path, offset) => places.inside(at(path), offset),
        },
        knownKeys: (path) => knownKeys(inputSchema(schema), path),
        valueAt: (path) => valueAt(place.value, path),
        prefix: place.paths.at(-1) ?? [],
      })
    },
  }
}

/** The item's own block comes first, then the platform's. */
function writtenPath(path: Path, { paths }: OptionsPlace, parsed: ParsedManifest): Path {
  const candidates = paths.map((start) => [...start, ...path])
  return candidates.find((candidate) => parsed.writes(candidate)) ?? candidates.at(-1) ?? path
}
