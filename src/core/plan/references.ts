import type { DataObject, DataValue } from "../artifact/data.ts"
import { isObject } from "../artifact/without-undefined.ts"
import { type DesiredResource, isOutputReference, type Outputs } from "./resource.ts"

/** With the values that other resources tell, as far as those stand; other references are left as they are. */
export function withReferencedValues(
  resource: DesiredResource,
  outputs: ReadonlyMap<string, Outputs>,
): DesiredResource {
  const desired = resolved(resource.desired, outputs)
  return isObject(desired) ? { ...resource, desired } : resource
}

function resolved(value: DataValue, outputs: ReadonlyMap<string, Outputs>): DataValue {
  if (Array.isArray(value)) return value.map((each) => resolved(each, outputs))
  if (!isObject(value)) return value
  if (isOutputReference(value))
    return outputs.get(value.fromResource)?.values?.[value.output] ?? value
  return mapValues(value, (each) => resolved(each, outputs))
}

/** Addresses of resources whose values are not known yet. */
export function openReferences(value: DataValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(openReferences)
  if (!isObject(value)) return []
  if (isOutputReference(value)) return [value.fromResource]
  return Object.values(value).flatMap(openReferences)
}

function mapValues(object: DataObject, change: (value: DataValue) => DataValue): DataObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      value === undefined ? value : change(value),
    ]),
  )
}
