import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  problem,
  type RemoveOutcome,
  notApplied,
} from "aidep/provider"
import { stillInUse } from "../errors/deploy.ts"
import { workspaceUnknown } from "../errors/workspace.ts"
import {
  createEnvironmentDocument,
  createProjectDocument,
  deleteEnvironmentDocument,
  deleteProjectDocument,
} from "./api/place-documents.ts"
import type { EnvironmentAnswer } from "./api/documents.ts"
import { ask, type RailwayScope } from "./api/railway-api.ts"
import { orMissing, type Places, readEnvironment, readPlaces } from "./api/read.ts"

/** Makes the environment, and the project around it where it is the first one. */
export async function createEnvironment(scope: RailwayScope): Promise<ApplyOutcome> {
  const places = await readPlaces(scope)
  if (places.status === "failed") return notApplied(places)
  const standing = environmentIn(places.value, scope)
  if (standing !== undefined) return { status: "applied", id: standing, outputs: {} }
  const find = async (): Promise<ApiOutcome<string | undefined>> => {
    const again = await readPlaces(scope)
    return again.status === "failed"
      ? again
      : { status: "done", value: environmentIn(again.value, scope) }
  }
  const { project } = places.value
  const make = async () =>
    project === undefined
      ? await makeProject(places.value, scope)
      : await makeEnvironment(project.id, scope)
  const made = await makeOnce({ make, find }, scope)
  return made.status === "failed"
    ? notApplied(made)
    : { status: "applied", id: made.value, outputs: {} }
}

function environmentIn({ project }: Places, { environment }: RailwayScope): string | undefined {
  return project?.environments.find(({ name }) => name === environment)?.id
}

async function makeProject(
  { workspaceId, workspaceNames: names }: Places,
  scope: RailwayScope,
): Promise<ApiOutcome<string>> {
  if (workspaceId === undefined) return failedWith(problem(workspaceUnknown, { names }))
  const input = {
    name: scope.project,
    workspaceId,
    defaultEnvironmentName: scope.environment,
    prDeploys: false,
  }
  const outcome = await ask(createProjectDocument, { input }, scope)
  if (outcome.status === "failed") return outcome
  const [environment] = outcome.value.projectCreate.environments
  if (environment?.name === scope.environment) return { status: "done", value: environment.id }
  return await makeEnvironment(outcome.value.projectCreate.id, scope)
}

async function makeEnvironment(
  projectId: string,
  scope: RailwayScope,
): Promise<ApiOutcome<string>> {
  const input = { projectId, name: scope.environment, skipInitialDeploys: true }
  const outcome = await ask(createEnvironmentDocument, { input }, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.environmentCreate.id }
}

function bucketsIn({ config: { buckets } }: EnvironmentAnswer): readonly string[] {
  return Object.entries(buckets ?? {}).flatMap(([id, bucket]) =>
    bucket === null || bucket.isDeleted === true ? [] : [`the bucket ${id}`],
  )
}

/**
 * Removes the environment, and its project with the last one. Railway would remove all that stands in it: what is left
 * there by now is somebody else's, and keeps it.
 */
export async function removeEnvironment(scope: RailwayScope): Promise<RemoveOutcome> {
  const found = await readEnvironment(scope)
  if (found.status === "failed") return found
  const environment = found.value
  if (environment === undefined) return { status: "removed" }
  const names = environment.serviceInstances
    .filter(({ latestDeployment }) => latestDeployment !== null)
    .map(({ serviceName }) => serviceName)
    .concat(bucketsIn(environment))
  if (names.length > 0) {
    const params = { environment: environment.name, names }
    return { status: "failed", problem: problem(stillInUse, params) }
  }
  const places = await readPlaces(scope)
  if (places.status === "failed") return places
  const { id, projectId, serviceInstances } = environment
  const environments = places.value.project?.environments ?? []
  const isLast = environments.every((other) => other.id === id) && serviceInstances.length === 0
  const outcome = orMissing(
    isLast
      ? await ask(deleteProjectDocument, { id: projectId }, scope)
      : await ask(deleteEnvironmentDocument, { id }, scope),
  )
  return outcome.status === "failed" ? outcome : { status: "removed" }
}
