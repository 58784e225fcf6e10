import type { RemoteScope } from "aidep/provider"

type Place = Pick<RemoteScope, "environment" | "project">

const prefixes = {
  project: "aidep:project=",
  environment: "aidep:environment=",
  service: "aidep:service=",
} as const

/** Tags of a script of ours, in the form of wrangler's own (`cf:service=`). At most eight are possible. */
export function ownTags(service: string, { environment, project }: Place): readonly string[] {
  return [
    `${prefixes.project}${project}`,
    `${prefixes.environment}${environment}`,
    `${prefixes.service}${service}`,
  ]
}

/** The service that a script is of, in this project and environment; undefined for what is not ours. */
export function serviceIn(
  tags: readonly string[] | null | undefined,
  { environment, project }: Place,
): string | undefined {
  const all = tags ?? []
  const isHere =
    all.includes(`${prefixes.project}${project}`) &&
    all.includes(`${prefixes.environment}${environment}`)
  const tag = isHere ? all.find((one) => one.startsWith(prefixes.service)) : undefined
  return tag?.slice(prefixes.service.length)
}

/** Tags of others stay where they are. */
export function withOwnTags(
  tags: readonly string[] | null | undefined,
  own: readonly string[],
): readonly string[] {
  const others = (tags ?? []).filter((tag) => !tag.startsWith("aidep:"))
  return [...others, ...own]
}
