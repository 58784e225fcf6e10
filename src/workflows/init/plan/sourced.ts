import type { Clue } from "../../../core/init/found-service.ts"

/** Where a value came from. */
export type Origin =
  | { readonly by: "detected"; readonly place: string }
  | { readonly by: "flag" }
  | { readonly by: "default" }
  | { readonly by: "you" }

export interface Sourced<Value> {
  readonly value: Value
  readonly from: Origin
}

interface Candidates<Value> {
  readonly flag?: Value | undefined
  readonly answer?: Value | undefined
  readonly clue?: Clue<Value> | undefined
  readonly fallback?: Value | undefined
}

/** The value that counts: a flag before an answer, that before what was detected, and last the default. */
export function chosen<Value>({
  flag,
  answer,
  clue,
  fallback,
}: Candidates<Value>): Sourced<Value> | undefined {
  if (flag !== undefined) return { value: flag, from: { by: "flag" } }
  if (answer !== undefined) return { value: answer, from: { by: "you" } }
  if (clue !== undefined) return { value: clue.value, from: { by: "detected", place: clue.place } }
  return fallback === undefined ? undefined : { value: fallback, from: { by: "default" } }
}
