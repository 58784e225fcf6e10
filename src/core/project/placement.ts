import * as errors from "../../errors/catalogue/project.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"
import { nearest } from "../manifest/nearest.ts"
import { overlay } from "../manifest/overlay.ts"
import { ownValue } from "../manifest/own-value.ts"
import type { Path } from "../manifest/yaml-source.ts"
import type { PlatformFacts, Role } from "./platform-facts.ts"
import type { Placement } from "./project.ts"
import type { ResolveInput } from "./resolve-input.ts"

/** Runs elsewhere: its address and token are secrets, and nothing is deployed. */
export const external: string = "external"

interface PlacedItem {
  readonly targets: readonly string[]
  readonly target?: string | undefined
  readonly platforms?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined
}

/**
 * Chooses the platform of a service or resource: the fixed target, else `--target` where allowed, else where it was
 * placed before, else the first.
 */
export function placementOf(name: string, item: PlacedItem, input: ResolveInput): Placement {
  const recorded = input.target === undefined ? ownValue(input.recorded, name) : undefined
  const chosen =
    item.target ??
    chosenTarget(item, input.target, input) ??
    chosenTarget(item, recorded, input) ??
    item.targets[0] ??
    external
  const platform = ownValue(input.replaced, chosen) ?? chosen
  const shared = ownValue(input.parsed.manifest.platforms, platform)
  const own = ownValue(item.platforms, platform)
  return {
    platform,
    targets: item.targets,
    options: own === undefined ? (shared ?? {}) : overlay(shared || {}, own),
  }
}

function chosenTarget(
  item: PlacedItem,
  target: string | undefined,
  { platforms }: ResolveInput,
): string | undefined {
  if (target === undefined) return undefined
  const onlyExternal = item.targets.every((listed) => listed === external)
  const always = platforms.get(target)?.alwaysAllowed === true && !onlyExternal
  return always || item.targets.includes(target) ? target : undefined
}

/** Checks that every listed target exists, does this kind of work, and includes the fixed one. */
export function placementProblems(
  item: PlacedItem,
  { path, role, input }: { readonly path: Path; readonly role: Role; readonly input: ResolveInput },
): readonly Diagnostic[] {
  const listed = item.targets.flatMap((target, index) =>
    target === external
      ? []
      : targetProblems(target, { path: [...path, "targets", index], role, input }),
  )
  const options = Object.keys(item.platforms ?? {}).flatMap((id) =>
    unknownTargetProblem(id, input.parsed.places.key([...path, "platforms", id]), input),
  )
  return [...listed, ...options, ...fixedTargetProblems(item, path, input)]
}

function fixedTargetProblems(
  item: PlacedItem,
  path: Path,
  input: ResolveInput,
): readonly Diagnostic[] {
  const { target, targets } = item
  if (target === undefined || targets.includes(target)) return []
  if (input.platforms.get(target)?.alwaysAllowed === true) return []
  const params = { item: String(path.at(-1)), target, targets }
  return [diagnose(errors.targetNotListed, params, input.parsed.places.value([...path, "target"]))]
}

const roleNames: Readonly<Record<Role, string>> = {
  service: "services",
  resource: "data resources",
  edge: "the edge",
  pipeline: "pipelines",
  errors: "error tracking",
  logs: "logs",
  metrics: "metrics",
}

/** A named platform has to exist and to carry out the role. */
export function targetProblems(
  target: string,
  { path, role, input }: { readonly path: Path; readonly role: Role; readonly input: ResolveInput },
): readonly Diagnostic[] {
  const place = input.parsed.places.value(path)
  const platform = input.platforms.get(target)
  if (platform === undefined) return unknownTargetProblem(target, place, input)
  if (platform.roles.includes(role)) return []
  const able = [...input.platforms.values()]
    .filter(({ roles }) => roles.includes(role))
    .map(({ id }) => id)
  return [diagnose(errors.wrongRole, { target, role: roleNames[role], able }, place)]
}

export function unknownTargetProblem(
  target: string,
  place: Diagnostic["place"],
  { platformIds }: ResolveInput,
): readonly Diagnostic[] {
  if (platformIds.includes(target)) return []
  const near = nearest(target, platformIds)
  const params = { target, known: platformIds, ...(near === undefined ? {} : { near }) }
  return [diagnose(errors.unknownTarget, params, place)]
}

/** Platforms of a list that have files and drivers, by id. */
export function deployable(platforms: Iterable<PlatformFacts>): readonly PlatformFacts[] {
  return [...platforms].filter(({ support }) => support !== undefined)
}
