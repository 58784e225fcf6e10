import type { DataObject, DataValue } from "../artifact/data.ts"
import { isObject } from "../artifact/without-undefined.ts"
import { openReferences } from "./references.ts"
import { isOutputReference } from "./resource.ts"
import { canonicalText } from "../release/deployment-id.ts"

/** What a plan may show of a value. A secret stands there as its fingerprint. */
export type FieldValue =
  | { readonly type: "absent" }
  | { readonly type: "value"; readonly value: DataValue }
  | { readonly type: "secret"; readonly fingerprint: string }
  /** Known once what it comes from stands. */
  | { readonly type: "unknown" }

export interface FieldChange {
  /** Keys joined with dots: `scaling.maxInstances`, `env.API_KEYS`. */
  readonly path: string
  readonly before: FieldValue
  readonly after: FieldValue
  /** The platform cannot change it on what stands. */
  readonly forcesReplacement: boolean
}

/**
 * Fields of the platform spec that differ. Only keys of the desired data count: what the platform tells beyond them is
 * its own affair. Maps are compared key by key, lists as a whole; null and nothing are the same.
 */
export function changedFields(
  desired: DataObject,
  observed: DataObject,
  immutable: readonly string[] = [],
): readonly FieldChange[] {
  return Object.entries(desired).flatMap(([key, value]) =>
    changedValues(key, value, observed[key]).map((change) => ({
      ...change,
      forcesReplacement: immutable.includes(key),
    })),
  )
}

type ValueChange = Omit<FieldChange, "forcesReplacement">

function changedValues(
  path: string,
  desired: DataValue | undefined,
  observed: DataValue | undefined,
): readonly ValueChange[] {
  if (isObject(desired) && isObject(observed) && !isOutputReference(desired))
    return Object.entries(desired).flatMap(([key, value]) =>
      changedValues(`${path}.${key}`, value, observed[key]),
    )
  if (canonicalText(desired ?? null) === canonicalText(observed ?? null)) return []
  return [{ path, before: fieldValue(observed), after: fieldValue(desired) }]
}

function fieldValue(value: DataValue | undefined): FieldValue {
  if (value === undefined || value === null) return { type: "absent" }
  return openReferences(value).length > 0 ? { type: "unknown" } : { type: "value", value }
}

/** All fields of something that is made. */
export function madeFields(desired: DataObject): readonly FieldChange[] {
  return changedFields(desired, {})
}
