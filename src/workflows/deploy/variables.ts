import { type PlannedVariables, plannedVariables } from "../../core/plan/planned-variables.ts"
import type { Outputs } from "../../core/plan/resource.ts"
import type { EnvironmentVariable } from "../../core/project/project.ts"
import { derivedToken } from "../../core/release/derived-token.ts"
import type { ReleasePart } from "../../core/release/state.ts"
import { type ValueSources, variableValues } from "../../core/release/variable-values.ts"
import type { ServiceSource } from "../../provider/remote.ts"
import type { LoadedProject } from "../load-project.ts"
import type { KnownOutputs } from "./apply/wiring.ts"
import type { SecretSource } from "./desired.ts"
import type { SourceOfService } from "./source/service-sources.ts"

/** How a service is started: what it is started from, and its variables, secrets by name. */
export interface Part {
  readonly platform: string
  readonly source: ServiceSource | undefined
  readonly sourceId: string | undefined
  readonly env: readonly Pick<EnvironmentVariable, "name" | "segments" | "sensitive">[]
}

/** By service. */
export type Parts = ReadonlyMap<string, Part>

export function currentParts(
  { project }: LoadedProject,
  sources: ReadonlyMap<string, SourceOfService>,
): Parts {
  const parts = project.services.map(({ name, env, placement: { platform } }) => {
    const { source, id: sourceId } = sources.get(name) ?? { source: undefined, id: undefined }
    return [name, { platform, source, sourceId, env }] as const
  })
  return new Map(parts)
}

/** As a release recorded them. */
export function recordedParts(parts: readonly ReleasePart[]): Parts {
  return new Map(
    parts.flatMap(({ owner, provider, env, source, sourceId }) =>
      env === undefined ? [] : [[owner, { platform: provider, source, sourceId, env }] as const],
    ),
  )
}

export interface VariableSources {
  readonly loaded: LoadedProject
  readonly secrets: SecretSource
  readonly parts: Parts
  readonly outputs: KnownOutputs
}

/** As far as they are known before the deploy; undefined for what is not a service. */
export function plannedVariablesOf(
  owner: string,
  sources: VariableSources,
): PlannedVariables | undefined {
  const part = sources.parts.get(owner)
  return part === undefined ? undefined : plannedVariables(part, valuesFor(part, "", sources))
}

/** Values of the environment variables of a service, secrets included: never to be written or printed. */
export function variablesOf(
  {
    owner,
    deploymentId = "",
  }: { readonly owner: string; readonly deploymentId: string | undefined },
  sources: VariableSources,
): Readonly<Record<string, string>> {
  const part = sources.parts.get(owner)
  return part === undefined ? {} : variableValues(part, valuesFor(part, deploymentId, sources))
}

function valuesFor(
  { platform }: Part,
  deploymentId: string,
  { loaded: { project }, secrets, outputs }: VariableSources,
): ValueSources {
  const { environment } = project
  const items = [...project.services, ...project.resources]
  const platformOf = new Map(items.map(({ name, placement }) => [name, placement.platform]))
  return {
    secret: secrets.secret,
    token: (service) => derivedToken(secrets.key, { environment, service }),
    outputs: (name) => reachedFrom(platform, platformOf.get(name), outputs.get(name)),
    deploymentId,
  }
}

/** Some addresses work only beside the thing itself, on the same platform. */
function reachedFrom(
  platform: string,
  other: string | undefined,
  outputs: Outputs | undefined,
): Outputs | undefined {
  if (outputs?.externalUrl === undefined || platform === other) return outputs
  return { ...outputs, url: outputs.externalUrl }
}
