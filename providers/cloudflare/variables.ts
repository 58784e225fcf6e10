import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import { originsOf, type VariableOrigins } from "../_shared/variable-origins.ts"
import { tooManyVariables, variableTooLarge } from "./errors.ts"

/** Limits of Workers Paid. Source: https://developers.cloudflare.com/workers/platform/limits/ (2026-11). */
const mostVariables = 128
const mostBytes = 5 * 1024

/** A Worker listens on no port. */
const withoutMeaning = "PORT"

export function variablesOf({ env }: Service): VariableOrigins {
  return originsOf(env.filter(({ name }) => name !== withoutMeaning))
}

export function variableProblems(
  { known, secrets, later }: VariableOrigins,
  { report }: Pick<ItemScope<unknown>, "report">,
): readonly Diagnostic[] {
  const count = Object.keys(known).length + secrets.length + later.length
  const tooMany =
    count > mostVariables ? [report(tooManyVariables, { count, most: mostVariables }, "env")] : []
  const tooLarge = Object.entries(known)
    .map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text).length }))
    .filter(({ bytes }) => bytes > mostBytes)
    .map((found) => report(variableTooLarge, { ...found, most: mostBytes }, `env.${found.name}`))
  return [...tooMany, ...tooLarge]
}
