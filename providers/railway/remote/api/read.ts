import {
  type ApiFailure,
  type ApiOutcome,
  failedWith,
  platformErrors,
  problem,
} from "aidep/provider"
import { untilSeen } from "../../../_shared/remote/late-answers.ts"
import { tokenOfProject, workspaceUnknown } from "../../errors/workspace.ts"
import { environmentAddress } from "../../resources.ts"
import {
  type EnvironmentAnswer,
  environmentDocument,
  type InstanceAnswer,
  instanceDocument,
  placesDocument,
  projectTokenDocument,
  type ProjectAnswer,
  type ServiceConfigAnswer,
} from "./documents.ts"
import { ask, askAsProject, type RailwayScope } from "./railway-api.ts"

/** Whether it has the form of Railway's ids: the journal has those of other platforms too. */
export function isRailwayId(id: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)
}

export interface Places {
  /** Of the manifest's name; undefined where there is none. */
  readonly project: ProjectAnswer | undefined
  /** Where a project is made; undefined where that is not clear. */
  readonly workspaceId: string | undefined
  readonly workspaceNames: readonly string[]
}

export async function readPlaces(scope: RailwayScope): Promise<ApiOutcome<Places>> {
  const outcome = await ask(placesDocument, {}, scope)
  if (outcome.status === "failed")
    return outcome.statusCode === unauthorized ? await whoseToken(outcome, scope) : outcome
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

const unauthorized = 401

/** A token of a single environment is told from one that is wrong. */
async function whoseToken(refused: ApiFailure, scope: RailwayScope): Promise<ApiFailure> {
  const found = await askAsProject(projectTokenDocument, scope)
  if (found.status === "failed") return refused
  const { environment, project } = found.value.projectToken
  const params = { project: project.name, environment: environment.name }
  return failedWith(problem(tokenOfProject, params), { statusCode: unauthorized })
}

/** The environment with all that stands in it; undefined where there is none. One call, or two without its id. */
export async function readEnvironment(
  scope: RailwayScope,
): Promise<ApiOutcome<EnvironmentAnswer | undefined>> {
  const known = scope.known.get(environmentAddress(scope.environment))
  // The environments of all platforms have one address.
  if (known !== undefined && isRailwayId(known)) {
    const found = await environmentOf(known, scope)
    // What a token may not see is refused as if the token were wrong: whether it is, the next call tells.
    const isRefused = found.status === "failed" && found.statusCode === unauthorized
    if (!isRefused && (found.status === "failed" || found.value !== undefined)) return found
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
  readonly environmentId: string
  readonly projectId: string
  readonly config: ServiceConfigAnswer
  readonly variables: ReadonlyMap<string, string>
}

export function instancesIn({
  config,
  id: environmentId,
  projectId,
  serviceInstances,
}: Pick<
  EnvironmentAnswer,
  "config" | "id" | "projectId" | "serviceInstances"
>): readonly Instance[] {
  return serviceInstances.map((instance) => {
    const own = config.services?.[instance.serviceId] ?? {}
    const variables = Object.entries(own.variables ?? {}).flatMap(([name, variable]) =>
      variable?.value === undefined || variable.value === null
        ? []
        : [[name, variable.value] as const],
    )
    return { ...instance, environmentId, projectId, config: own, variables: new Map(variables) }
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
