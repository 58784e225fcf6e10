import { isMap } from "./schema/closed.ts"

/**
 * Lays an environment's values over the manifest: maps over maps, lists and plain values replaced,
 * `null` removes. Neither argument is changed.
 */
export function overlay(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return withoutNulls(over)
  const kept = Object.entries(base).map(([key, value]): [string, unknown] =>
    Object.hasOwn(over, key) ? [key, overlay(value, over[key])] : [key, value],
  )
  const added = Object.entries(over)
    .filter(([key]) => !Object.hasOwn(base, key))
    .map(([key, value]): [string, unknown] => [key, withoutNulls(value)])
  return Object.fromEntries([...kept, ...added].filter(([, value]) => value !== null))
}

/** What an overlay adds anew may itself say `null`; there is nothing there to remove. */
function withoutNulls(value: unknown): unknown {
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  )
}
