import { defineProvider, type ProviderDefinition } from "aidep/provider"
import * as z from "zod"

type NamedPlatform = Pick<
  ProviderDefinition<NoOptions, never>,
  "id" | "title" | "roles" | "docs" | "retirements"
>

type NoOptions = Readonly<Record<string, never>>

/**
 * A platform that aidep knows by name: it can be listed as a target and takes part in cost comparisons, and
 * placing something on it is an error that says so. It has no options, since nothing would read them.
 */
export function namedPlatform(platform: NamedPlatform) {
  return defineProvider({ ...platform, support: undefined, options: z.strictObject({}) })
}
