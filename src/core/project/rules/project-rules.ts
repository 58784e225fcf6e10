import * as errors from "../../../errors/catalogue/project.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import { ownValue } from "../../manifest/own-value.ts"
import type { Manifest, ManifestCheck } from "../../manifest/schema/manifest.ts"
import { unknownName } from "../environment-variables.ts"
import { external, placementProblems, targetProblems, unknownTargetProblem } from "../placement.ts"
import type { ResolveInput } from "../resolve-input.ts"
import { serviceProblems } from "./service-rules.ts"

/** Everything that has to fit together across the manifest, references aside. */
export function projectProblems(input: ResolveInput): readonly Diagnostic[] {
  const { manifest } = input.parsed
  const services = Object.entries(manifest.services).flatMap(([name, service]) => [
    ...placementProblems(service, { path: ["services", name], role: "service", input }),
    ...serviceProblems(name, service, input),
  ])
  const resources = Object.entries(manifest.resources ?? {}).flatMap(([name, resource]) =>
    placementProblems(resource, { path: ["resources", name], role: "resource", input }),
  )
  return [
    ...services,
    ...resources,
    ...collisions(input),
    ...edgeProblems(input),
    ...checkProblems(input),
    ...platformProblems(input),
    ...observabilityProblems(input),
    ...rolloutProblems(input),
  ]
}

function collisions({ parsed }: ResolveInput): readonly Diagnostic[] {
  const { services, resources = {} } = parsed.manifest
  return Object.keys(resources)
    .filter((name) => Object.hasOwn(services, name))
    .map((name) => diagnose(errors.nameCollision, { name }, parsed.places.key(["resources", name])))
}

function edgeProblems(input: ResolveInput): readonly Diagnostic[] {
  const { manifest, places } = input.parsed
  const { edge } = manifest
  if (edge === undefined) return []
  const service = ownValue(manifest.services, edge.service)
  const place = places.value(["edge", "service"])
  const behind =
    service === undefined
      ? [unknownName("service", edge.service, { known: Object.keys(manifest.services), place })]
      : edgeServiceProblems(edge.service, service.kind, place)
  return [
    ...targetProblems(edge.target, { path: ["edge", "target"], role: "edge", input }),
    ...behind,
    ...cacheProblems(manifest, input),
  ]
}

function edgeServiceProblems(
  service: string,
  kind: string,
  place: Diagnostic["place"],
): readonly Diagnostic[] {
  const reachable = kind === "web" || kind === "inference" || kind === "static"
  return reachable ? [] : [diagnose(errors.edgeNeedsWeb, { service, kind }, place)]
}

function cacheProblems(manifest: Manifest, { parsed }: ResolveInput): readonly Diagnostic[] {
  const guarded = (manifest.checks ?? []).filter(isGuarded).map(({ name, request }) => {
    const [, path = ""] = request.split(/[ ?]/)
    return { name, path }
  })
  return (manifest.edge?.cache ?? []).flatMap((rule, index) => {
    const why = whyPrivate(rule, guarded)
    const place = parsed.places.value(["edge", "cache", index, "path"])
    return why === undefined ? [] : [diagnose(errors.privateCache, { path: rule.path, why }, place)]
  })
}

function whyPrivate(
  rule: { readonly path: string; readonly public?: boolean | undefined },
  guarded: readonly { readonly name: string; readonly path: string }[],
): string | undefined {
  if (rule.public !== true) return 'which does not say "public: true"'
  const check = guarded.find(({ path }) => covers(rule.path, path))
  return check === undefined ? undefined : `which the check "${check.name}" treats as protected`
}

/** Says who asks, or expects to be refused. */
function isGuarded({ as = "nobody", headers = {}, expect }: ManifestCheck): boolean {
  const identified = Object.keys(headers).some((name) =>
    /^(?:authorization|cookie|x-api-key)$/i.test(name),
  )
  const refused = [expect.status].flat().some((status) => status === 401 || status === 403)
  return as !== "nobody" || identified || refused
}

function covers(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}

function checkProblems({ parsed }: ResolveInput): readonly Diagnostic[] {
  const { services } = parsed.manifest
  const known = Object.keys(services)
  return (parsed.manifest.checks ?? []).flatMap(({ service }, index) => {
    const place = parsed.places.value(["checks", index, "service"])
    return Object.hasOwn(services, service)
      ? []
      : [unknownName("service", service, { known, place })]
  })
}

function platformProblems(input: ResolveInput): readonly Diagnostic[] {
  const { manifest, places } = input.parsed
  return Object.entries(manifest.platforms ?? {}).flatMap(([id, options]) => {
    const path = ["platforms", id]
    const unknown = unknownTargetProblem(id, places.key(path), input)
    if (unknown.length > 0 || options !== false || input.platforms.get(id)?.scope === "project")
      return unknown
    return [diagnose(errors.notSwitchable, { platform: id }, places.value(path))]
  })
}

function observabilityProblems(input: ResolveInput): readonly Diagnostic[] {
  const observed = input.parsed.manifest.observability ?? {}
  return (["errors", "logs", "metrics"] as const).flatMap((role) => {
    const target = observed[role]?.target
    if (target === undefined || target === external) return []
    return targetProblems(target, { path: ["observability", role, "target"], role, input })
  })
}

function rolloutProblems({ parsed }: ResolveInput): readonly Diagnostic[] {
  const { build, registry, rollout } = parsed.manifest
  const unpushed =
    build?.by === "ci" && registry === undefined
      ? [diagnose(errors.missingRegistry, {}, parsed.places.value(["build", "by"]))]
      : []
  const why = whyWrongSteps(rollout?.steps)
  if (why === undefined) return unpushed
  return [
    ...unpushed,
    diagnose(errors.rolloutSteps, { why }, parsed.places.value(["rollout", "steps"])),
  ]
}

function whyWrongSteps(steps: readonly number[] | undefined): string | undefined {
  if (steps === undefined) return undefined
  if (steps.some((step, index) => index > 0 && step <= (steps[index - 1] ?? 0)))
    return "do not rise"
  return steps.at(-1) === 1 ? undefined : "do not end in 100%"
}
