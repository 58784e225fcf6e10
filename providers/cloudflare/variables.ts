import type { Diagnostic, EnvironmentVariable, ItemScope, Service } from "aidep/provider"
import { tooManyVariables, variableTooLarge } from "./errors.ts"

/** What a Worker gets from outside, by the way it gets it. */
export interface Variables {
  /** Plain text in the file. */
  readonly known: Readonly<Record<string, string>>
  /** Names of secrets that have to be set on the Worker before a deploy. */
  readonly secrets: readonly string[]
  /** Names of plain variables whose text is known after a deploy of something else. */
  readonly later: readonly string[]
}

/** Limits of Workers Paid. Source: https://developers.cloudflare.com/workers/platform/limits/ (2026-11). */
const mostVariables = 128
const mostBytes = 5 * 1024

/** A Worker listens on no port. */
const withoutMeaning = "PORT"

export function variablesOf({ env }: Service): Variables {
  const variables = env.filter(({ name }) => name !== withoutMeaning)
  return {
    known: Object.fromEntries(
      variables.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]])),
    ),
    secrets: variables.filter(isSecret).map(({ name }) => name),
    later: variables
      .filter((variable) => variable.text === undefined && !isSecret(variable))
      .map(({ name }) => name),
  }
}

/** Also an address that carries a password, though it is not known yet. */
function isSecret(variable: EnvironmentVariable): boolean {
  return variable.class === "secret" || variable.sensitive
}

export function variableProblems(
  { known, secrets, later }: Variables,
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
