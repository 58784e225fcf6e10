import type { DataObject, DataValue } from "./data.ts"

/** The same data without the keys whose value is undefined, at any depth. */
export function withoutUndefined(value: DataObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, withoutUndefinedValue(inner)]),
  )
}

function withoutUndefinedValue(value: DataValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefinedValue)
  return isObject(value) ? withoutUndefined(value) : value
}

export function isObject(value: DataValue | undefined): value is DataObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
