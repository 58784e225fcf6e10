import * as errors from "../../errors/catalogue/project.ts"
import { diagnose, type Diagnostic, hasErrors } from "../../errors/diagnostic.ts"
import { ownValue } from "../manifest/own-value.ts"
import { parseRateParts } from "../manifest/units.ts"
import type { Manifest } from "../manifest/schema/manifest.ts"
import { supportProblems } from "./rules/support-rules.ts"
import { findCycle } from "./cycles.ts"
import { declaredSecrets, type ReferenceTable, resolveVariables } from "./environment-variables.ts"
import { placementOf } from "./placement.ts"
import type { Edge, Project, Rollout } from "./project.ts"
import { projectProblems } from "./rules/project-rules.ts"
import type { ResolveInput } from "./resolve-input.ts"
import { listens, resolveResource, resolveService } from "./resolve-service.ts"
import { sharedSources } from "./source-folder.ts"
import { stateCredentials } from "../secrets/state-credentials.ts"

export interface ResolveResult {
  /** Undefined when the manifest has errors. */
  readonly project: Project | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Resolves a manifest for one environment and one choice of targets. Total and pure. */
export function resolveProject(input: ResolveInput): ResolveResult {
  const rules = [...targetFlagProblems(input), ...projectProblems(input)]
  const { project, diagnostics } = assemble(input)
  const cycle = findCycle(project.services)
  const circular = cycle === undefined ? [] : [cycleProblem(cycle, input)]
  const support = supportProblems(project, input)
  const all = [...rules, ...diagnostics, ...circular, ...support]
  return { project: hasErrors(all) ? undefined : project, diagnostics: all }
}

function assemble(input: ResolveInput): { project: Project; diagnostics: readonly Diagnostic[] } {
  const { manifest, environment } = input.parsed
  const table = referenceTable(input)
  const shared = sharedSources(Object.values(manifest.services))
  const resolved = Object.entries(manifest.services).map(([name, service]) => {
    const { variables, diagnostics } = resolveVariables(service, { service: name, table, input })
    return {
      service: resolveService(name, service, { input, variables, sharedSources: shared }),
      diagnostics,
    }
  })
  const project: Project = {
    name: manifest.name,
    environment: input.environmentName ?? environment,
    services: resolved.map(({ service }) => service),
    resources: Object.entries(manifest.resources ?? {}).map(([name, resource]) =>
      resolveResource(name, resource, input),
    ),
    edge: edgeOf(manifest),
    checks: manifest.checks ?? [],
    rollout: {
      strategy: manifest.rollout?.strategy ?? "all-at-once",
      steps: manifest.rollout?.steps ?? usualSteps(manifest.rollout?.strategy),
      pauseMs: manifest.rollout?.pause ?? 0,
    },
    buildBy: manifest.build?.by ?? "platform",
    registry: manifest.registry,
    observability: manifest.observability ?? {},
    stateCredentials: stateCredentials(manifest),
  }
  return { project, diagnostics: resolved.flatMap(({ diagnostics }) => diagnostics) }
}

function referenceTable(input: ResolveInput): ReferenceTable {
  const { manifest } = input.parsed
  return {
    services: new Map(
      Object.entries(manifest.services).map(([name, service]) => [
        name,
        {
          platform: placementOf(name, service, input).platform,
          addressable: listens(service.kind) || service.kind === "static",
          internal:
            (service.access ?? (service.kind === "inference" ? "internal" : "public")) ===
            "internal",
        },
      ]),
    ),
    resources: new Map(
      Object.entries(manifest.resources ?? {}).map(([name, resource]) => [
        name,
        { platform: placementOf(name, resource, input).platform },
      ]),
    ),
    secrets: declaredSecrets(manifest),
  }
}

function edgeOf({ edge, platforms }: Manifest): Edge | undefined {
  if (edge === undefined) return undefined
  const limit = edge.rateLimit === undefined ? undefined : parseRateParts(edge.rateLimit.requests)
  return {
    platform: edge.target,
    domain: edge.domain,
    service: edge.service,
    tls: edge.tls ?? "strict",
    rateLimit:
      limit?.ok === true
        ? { requests: limit.count, periodSeconds: limit.periodMs / 1000 }
        : undefined,
    cache: (edge.cache ?? []).map(({ path, ttl }) => ({ path, ttlSeconds: ttl / 1000 })),
    options: ownValue(platforms, edge.target) || {},
  }
}

function targetFlagProblems({ parsed, platforms, target }: ResolveInput): readonly Diagnostic[] {
  if (target === undefined || platforms.get(target)?.alwaysAllowed === true) return []
  const items = [
    ...Object.values(parsed.manifest.services),
    ...Object.values(parsed.manifest.resources ?? {}),
  ]
  if (items.some(({ targets }) => targets.includes(target))) return []
  return parsed.manifest.edge?.target === target
    ? []
    : [diagnose(errors.targetNotAllowed, { target })]
}

function cycleProblem(path: readonly string[], { parsed }: ResolveInput): Diagnostic {
  const [first = "", second = ""] = path
  const env = parsed.manifest.services[first]?.env ?? {}
  const [name] =
    Object.entries(env).find(([, value]) => String(value).includes(`services.${second}.`)) ?? []
  const at = name === undefined ? ["services", first] : ["services", first, "env", name]
  return diagnose(errors.referenceCycle, { path }, parsed.places.value(at))
}

/** A canary that does not say how begins small. */
function usualSteps(strategy: Rollout["strategy"] | undefined): readonly number[] {
  return strategy === "canary" ? [0.1, 0.5, 1] : [1]
}
