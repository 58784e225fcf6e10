import type { EnvironmentVariable } from "aidep/provider"

/** Where the variables of a service come from on its platform. */
export interface VariableOrigins {
  /** Plain text in the platform's file. */
  readonly known: Readonly<Record<string, string>>
  /** Names of what is set on the platform before a deploy: secrets, and addresses that carry a password. */
  readonly secrets: readonly string[]
  /** Names of what is known after a deploy of something else, and may be read by everybody. */
  readonly later: readonly string[]
}

type Variable = Pick<EnvironmentVariable, "name" | "sensitive" | "text">

export function originsOf(variables: readonly Variable[]): VariableOrigins {
  const known = variables.flatMap(({ name, text }) =>
    text === undefined ? [] : [[name, text] as const],
  )
  const others = variables.filter(({ text }) => text === undefined)
  const named = (secret: boolean) =>
    others.filter(({ sensitive }) => sensitive === secret).map(({ name }) => name)
  return { known: Object.fromEntries(known), secrets: named(true), later: named(false) }
}
