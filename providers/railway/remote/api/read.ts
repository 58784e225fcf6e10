import {
  type ApiFailure,
  type ApiOutcome,
  failedWith,
  platformErrors,
  problem,
} from "aidep/provider"
import { untilSeen } from "../../../_shared/remote/late-answers.ts"
import { workspaceUnknown } from "../../errors/deploy.ts"
import { environmentAddress } from "../../resources.ts"
import {
  type EnvironmentAnswer,
  environmentDocument,
  type InstanceAnswer,
  instanceDocument,
  placesDocument,
  type ProjectAnswer,
  type ServiceConfigAnswer,
} from "./documents.ts"
import { ask, type RailwayScope } from "./railway-api.ts"

export interface Places {
  /** Of the manifest's name; undefined where there is none. */
  readonly project: ProjectAnswer | undefined
  /** Where a project is made; undefined where that is not clear. */
  readonly workspaceId: string | undefined
  readonly workspaceNames: readonly string[]
}

export async function readPlaces(scope: RailwayScope): Promise<ApiOutcome<Places>> {
  const outcome = await ask(placesDocument, {}, scope)
  if (outcome.status === "failed") return outcome
  const { workspaces } = outcome.value.apiToken
  const { workspace } = scope.options
  const fitting = workspaces.filter(
    ({ id, name }) => workspace === undefined || workspace === id || workspace === name,
  )
  const ids = fitting.map(({ id }) => id)
  const named = outcome.value.projects.filter(
    ({ name, workspaceId }) =>
      name === scope.project &&
      (workspace === undefined || (workspaceId !== null && ids.includes(workspaceId))),
  )
  const names = workspaces.map(({ name }) => name)
  if (new Set(named.map(({ workspaceId }) => workspaceId)).size > 1)
    return failedWith(problem(workspaceUnknown, { names }))
  const workspaceId = ids.length === 1 ? ids[0] : undefined
  return { status: "done", value: { project: named[0], workspaceId, workspaceNames: names } }
}

/** The environment with all that stands in it; undefined where there is none. One call, or two without its id. */
export async function readEnvironment(
  scope: RailwayScope,
): Promise<ApiOutcome<EnvironmentAnswer | undefined>> {
  const known = scope.known.get(environmentAddress(scope.environment))
  if (known !== undefined) {
    const found = await environmentOf(known, scope)
    if (found.status === "failed" || found.value !== undefined) return found
  }
  const id = await findEnvironmentId(scope)
  if (id.status === "failed") return id
  return id.value === undefined
    ? { status: "done", value: undefined }
    : await environmentOf(id.value, scope)
}

async function findEnvironmentId(scope: RailwayScope): Promise<ApiOutcome<string | undefined>> {
  const places = await readPlaces(scope)
  if (places.status === "failed") return places
  const environments = places.value.project?.environments ?? []
  const found = environments.find(({ name }) => name === scope.environment)
  return { status: "done", value: found?.id }
}

/** Id of the environment that an earlier step made. What is on record counts only where none is listed. */
export async function requireEnvironmentId(scope: RailwayScope): Promise<ApiOutcome<string>> {
  const known = scope.known.get(environmentAddress(scope.environment))
  const id = await untilSeen(async () => {
    const listed = await findEnvironmentId(scope)
    if (listed.status === "failed") return listed
    return { status: "done", value: listed.value ?? known }
  }, scope)
  if (id.status === "failed") return id
  return id.value === undefined ? noEnvironment(scope) : { status: "done", value: id.value }
}

function noEnvironment({ environment }: RailwayScope): ApiFailure {
  const what = `the environment "${environment}"`
  const params = { platform: "Railway", action: "railway.environment", what }
  return failedWith(problem(platformErrors.notFound, params))
}

/** The environment that an earlier step made. */
export async function requireEnvironment(
  scope: RailwayScope,
): Promise<ApiOutcome<EnvironmentAnswer>> {
  const environment = await untilSeen(async () => await readEnvironment(scope), scope)
  if (environment.status === "failed") return environment
  return environment.value === undefined
    ? noEnvironment(scope)
    : { status: "done", value: environment.value }
}

async function environmentOf(
  id: string,
  scope: RailwayScope,
): Promise<ApiOutcome<EnvironmentAnswer | undefined>> {
  const outcome = orMissing(await ask(environmentDocument, { id }, scope))
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value?.environment }
}

/** A service with what is set for it. */
export interface Instance extends InstanceAnswer {
  readonly config: ServiceConfigAnswer
  readonly variables: ReadonlyMap<string, string>
}

export function instancesIn({
  config,
  serviceInstances,
}: Pick<EnvironmentAnswer, "config" | "serviceInstances">): readonly Instance[] {
  return serviceInstances.map((instance) => {
    const own = config.services?.[instance.serviceId] ?? {}
    const variables = Object.entries(own.variables ?? {}).flatMap(([name, variable]) =>
      variable?.value === undefined || variable.value === null
        ? []
        : [[name, variable.value] as const],
    )
    return { ...instance, config: own, variables: new Map(variables) }
  })
}

/** Undefined where it was removed. */
export async function readInstance(
  serviceId: string,
  environmentId: string,
  scope: RailwayScope,
): Promise<ApiOutcome<Instance | undefined>> {
  const outcome = orMissing(await ask(instanceDocument, { serviceId, environmentId }, scope))
  if (outcome.status === "failed") return outcome
  if (outcome.value === undefined) return { status: "done", value: undefined }
  const { environment, serviceInstance } = outcome.value
  const [value] = instancesIn({ ...environment, serviceInstances: [serviceInstance] })
  return { status: "done", value }
}

/** Undefined for what is not there. */
export function orMissing<T>(outcome: ApiOutcome<T>): ApiOutcome<T | undefined> {
  const missing = outcome.status === "failed" && outcome.statusCode === 404
  return missing ? { status: "done", value: undefined } : outcome
}
