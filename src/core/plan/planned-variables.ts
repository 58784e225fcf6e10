import type { ResolvedSegment } from "../manifest/reference.ts"
import type { EnvironmentVariable } from "../project/project.ts"
import { segmentValue, type ValueSources } from "../release/variable-values.ts"
import type { FieldChange, FieldValue } from "./field-change.ts"

/** An environment variable as it will be. Holds secrets: never to be written or printed. */
export interface PlannedVariable {
  readonly sensitive: boolean
  /** Undefined while something that it refers to does not stand. */
  readonly value: string | undefined
}

export type PlannedVariables = ReadonlyMap<string, PlannedVariable>

/** The variable that carries the deployment id; a plan shows the id itself. */
const deploymentVariable = "AIDEP_DEPLOYMENT"

/** Variables of a service as far as they are known before it is deployed. */
export function plannedVariables(
  {
    env,
  }: { readonly env: readonly Pick<EnvironmentVariable, "name" | "segments" | "sensitive">[] },
  sources: ValueSources,
): PlannedVariables {
  return new Map(
    env.map(({ name, segments, sensitive }) => [
      name,
      { sensitive, value: knownValue(segments, sources) },
    ]),
  )
}

function knownValue(
  segments: readonly ResolvedSegment[],
  sources: ValueSources,
): string | undefined {
  return segments.every((segment) => isKnown(segment, sources))
    ? segments.map((segment) => segmentValue(segment, sources)).join("")
    : undefined
}

function isKnown(segment: ResolvedSegment, { outputs }: ValueSources): boolean {
  if (segment.type === "resource") return outputs(segment.resource) !== undefined
  if (segment.type === "service" && segment.output !== "token")
    return outputs(segment.service) !== undefined
  return true
}

export interface VariableComparison {
  readonly planned: PlannedVariables
  /** As the platform tells them; undefined where it does not. */
  readonly observed: ReadonlyMap<string, string> | undefined
  /** Variables that the platform spec itself sets. */
  readonly own: readonly string[]
  readonly fingerprint: (name: string, value: string) => string
}

/** Variables that differ. What stands there and nobody planned is shown as a secret: nobody knows what it is. */
export function changedVariables(comparison: VariableComparison): readonly FieldChange[] {
  const { planned, observed, own, fingerprint } = comparison
  if (observed === undefined) return []
  const shown = (name: string, value: string | undefined, sensitive: boolean): FieldValue => {
    if (value === undefined) return { type: "absent" }
    return sensitive
      ? { type: "secret", fingerprint: fingerprint(name, value) }
      : { type: "value", value }
  }
  const wanted = [...planned].flatMap(([name, { sensitive, value }]) => {
    const before = observed.get(name)
    if (name === deploymentVariable || (value !== undefined && value === before)) return []
    const after: FieldValue =
      value === undefined ? { type: "unknown" } : shown(name, value, sensitive)
    return [change(name, shown(name, before, sensitive), after)]
  })
  const others = [...observed].flatMap(([name, value]) =>
    planned.has(name) || own.includes(name)
      ? []
      : [change(name, shown(name, value, true), { type: "absent" })],
  )
  return [...wanted, ...others]
}

function change(name: string, before: FieldValue, after: FieldValue): FieldChange {
  return { path: `env.${name}`, before, after, forcesReplacement: false }
}
