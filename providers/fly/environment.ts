import type { EnvironmentVariable, ItemScope, Segment, Service } from "aidep/provider"
import type { FlyOptions } from "./options.ts"

/** Where the variables of a service come from on Fly. Names are sorted. */
export interface FlyEnvironment {
  /** Written into `[env]`. */
  readonly known: Readonly<Record<string, string>>
  /** Secrets of the app: also addresses of data stores, which carry a password. */
  readonly secrets: readonly string[]
  /** Known after a deploy, and then given to Fly. */
  readonly later: readonly string[]
}

export function environmentOf({ env }: Service, scope: ItemScope<FlyOptions>): FlyEnvironment {
  const texts = env.map((variable) => ({ ...variable, text: textOf(variable, scope) }))
  const known = texts.flatMap(({ name, text }) =>
    text === undefined ? [] : [[name, text] as const],
  )
  const others = texts.filter(({ text }) => text === undefined)
  const named = (secret: boolean) =>
    others.filter(({ sensitive }) => sensitive === secret).map(({ name }) => name)
  return { known: Object.fromEntries(known), secrets: named(true), later: named(false) }
}

/** The address of an app follows from its name, so that services on Fly know each other before the first deploy. */
function textOf(variable: EnvironmentVariable, scope: ItemScope<FlyOptions>): string | undefined {
  if (variable.class !== "later") return variable.text
  const parts = variable.segments.map((segment) => segmentText(segment, scope))
  return parts.includes(undefined) ? undefined : parts.join("")
}

function segmentText(
  segment: Segment,
  { project, nameOf }: ItemScope<FlyOptions>,
): string | undefined {
  if (segment.type === "text") return segment.text
  if (segment.type !== "service" || segment.output === "token") return undefined
  const service = project.services.find(({ name }) => name === segment.service)
  if (service?.placement.platform !== "fly") return undefined
  const host = `${nameOf(service.name)}.fly.dev`
  return segment.output === "host" ? host : `https://${host}`
}
