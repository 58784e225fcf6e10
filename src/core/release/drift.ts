import type { DataValue } from "../artifact/data.ts"
import { changedFields, type FieldValue } from "../plan/field-change.ts"
import type { ObservedResource } from "../plan/resource.ts"
import type { ReleasePart } from "./state.ts"

/** One thing that is not as the last release left it. */
export interface Drift {
  readonly owner: string
  readonly provider: string
  /** Keys joined with dots: `plan`, `env.GREETING`; `deployment`; undefined where it does not stand at all. */
  readonly path: string | undefined
  readonly change: "changed" | "missing" | "added"
  /** As recorded and as found; left out for values of variables that were set by hand, and of secrets. */
  readonly recorded?: DataValue
  readonly found?: DataValue
}

/** Compares what stands with what a release recorded. Needs no secret and tells none. */
export function driftOf(
  parts: readonly ReleasePart[],
  observed: readonly ObservedResource[],
): readonly Drift[] {
  return parts.flatMap((part) => {
    const found = observed.find(
      ({ address, provider }) => address === part.address && provider === part.provider,
    )
    const { owner, provider } = part
    if (found === undefined)
      return [{ owner, provider, path: undefined, change: "missing" } as const]
    return [
      ...fieldDrift(part, found),
      ...deploymentDrift(part, found),
      ...variableDrift(part, found),
    ]
  })
}

function fieldDrift(
  { owner, provider, desired }: ReleasePart,
  { observed }: ObservedResource,
): readonly Drift[] {
  return changedFields(desired, observed).map(({ path, before, after }) => ({
    owner,
    provider,
    path,
    change: "changed",
    ...named("recorded", after),
    ...named("found", before),
  }))
}

function named(name: "recorded" | "found", value: FieldValue): Partial<Drift> {
  return value.type === "value" ? { [name]: value.value } : {}
}

/** A settings change that was saved and not deployed leaves no id. */
function deploymentDrift(
  { owner, provider, deploymentId: recorded }: ReleasePart,
  { deploymentId: found }: ObservedResource,
): readonly Drift[] {
  if (recorded === undefined || recorded === found) return []
  const seen = found === undefined ? {} : { found }
  return [{ owner, provider, path: "deployment", change: "changed", recorded, ...seen }]
}

function variableDrift(
  { owner, provider, env, desired }: ReleasePart,
  { variables }: ObservedResource,
): readonly Drift[] {
  if (env === undefined || variables === undefined) return []
  const of = (name: string) => ({ owner, provider, path: `env.${name}` })
  const given = env.flatMap(({ name, segments }): readonly Drift[] => {
    const found = variables.get(name)
    if (found === undefined) return [{ ...of(name), change: "missing" }]
    const recorded = plainText(segments)
    return recorded === undefined || recorded === found
      ? []
      : [{ ...of(name), change: "changed", recorded }]
  })
  const known = new Set([
    ...env.map(({ name }) => name),
    ...Object.keys(desired["variables"] ?? {}),
  ])
  const added = [...variables.keys()].filter((name) => !known.has(name))
  return [...given, ...added.map((name) => ({ ...of(name), change: "added" }) as const)]
}

/** Undefined for a value that is made of addresses, tokens or secrets. */
function plainText(segments: NonNullable<ReleasePart["env"]>[number]["segments"]) {
  const texts = segments.flatMap((one) => (one.type === "text" ? [one.text] : []))
  return texts.length === segments.length ? texts.join("") : undefined
}
