import * as z from "zod"

/**
 * A map with known keys. Unknown keys are errors; keys that begin with `x-` are the user's own and dropped.
 */
export function closed<Shape extends z.ZodRawShape>(shape: Shape) {
  return extensible(z.strictObject(shape))
}

/** The same for a schema of maps that is made otherwise, such as a union. */
export function extensible<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(withoutExtensions, schema)
}

function withoutExtensions(value: unknown): unknown {
  if (!isMap(value)) return value
  const keys = Object.keys(value)
  if (!keys.some((key) => key.startsWith("x-"))) return value
  return Object.fromEntries(
    keys.filter((key) => !key.startsWith("x-")).map((key) => [key, value[key]]),
  )
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
