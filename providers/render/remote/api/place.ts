import {
  type ApiOutcome,
  failedWith,
  platformErrors,
  problem,
  projectOwner,
  resourceAddress,
} from "aidep/provider"
import type * as z from "zod"
import { untilSeen } from "../../../_shared/remote/late-answers.ts"
import { workspaceUnknown } from "../../errors/workspace.ts"
import { kinds } from "../../resources.ts"
import * as answers from "./answers.ts"
import { list, orMissing, read, type RenderScope } from "./render-api.ts"

/** Where everything of a project's environment stands on Render. */
export interface Place {
  readonly ownerId: string
  readonly projectId: string
  readonly environmentId: string
}

export type FoundProject = {
  readonly project: answers.ProjectAnswer
  readonly environment: answers.EnvironmentAnswer | undefined
}

/** Undefined where the environment does not stand. Two calls, and one more with a workspace in the options. */
export async function findPlace(scope: RenderScope): Promise<ApiOutcome<Place | undefined>> {
  const found = await findProject(scope)
  if (found.status === "failed") return found
  const { environment, project } = found.value ?? {}
  if (project === undefined || environment === undefined)
    return { status: "done", value: undefined }
  const { id, projectId } = environment
  return { status: "done", value: { ownerId: project.owner.id, projectId, environmentId: id } }
}

/** The place that an earlier step made. */
export async function requirePlace(scope: RenderScope): Promise<ApiOutcome<Place>> {
  const place = await untilSeen(async () => await findPlace(scope), scope)
  if (place.status === "failed") return place
  if (place.value !== undefined) return { status: "done", value: place.value }
  const what = `the environment "${scope.environment}"`
  const params = { platform: "Render", action: "render.listEnvironments", what }
  return failedWith(problem(platformErrors.notFound, params))
}

/** The project with the manifest's name, and its environment where it has one of that name. */
export async function findProject(
  scope: RenderScope,
): Promise<ApiOutcome<FoundProject | undefined>> {
  const known = await findKnown(scope)
  if (known.status === "failed" || known.value !== undefined) return known
  const owner = await wantedOwner(scope)
  if (owner.status === "failed") return owner
  const projects = await list(
    {
      operation: "listProjects",
      path: "/projects",
      query: { name: scope.project, ownerId: owner.value },
      key: "project",
      answer: answers.project,
    },
    scope,
  )
  if (projects.status === "failed") return projects
  const named = projects.value.filter(({ name }) => name === scope.project)
  const [project] = named
  if (project === undefined) return { status: "done", value: undefined }
  if (named.some((other) => other.owner.id !== project.owner.id))
    return failedWith(problem(workspaceUnknown, { names: named.map((one) => one.owner.id) }))
  return await withEnvironment(project, scope)
}

async function withEnvironment(
  project: answers.ProjectAnswer,
  scope: RenderScope,
): Promise<ApiOutcome<FoundProject>> {
  const environments = await list(
    {
      operation: "listEnvironments",
      path: "/environments",
      query: { projectId: project.id },
      key: "environment",
      answer: answers.environment,
    },
    scope,
  )
  if (environments.status === "failed") return environments
  const environment = environments.value.find(({ name }) => name === scope.environment)
  return { status: "done", value: { project, environment } }
}

/** What an earlier command made, which a list may not show yet. */
async function findKnown(scope: RenderScope): Promise<ApiOutcome<FoundProject | undefined>> {
  const id = scope.known.get(environmentAddress(scope))
  // The environments of all platforms have one address.
  if (id?.startsWith("evm-") !== true) return { status: "done", value: undefined }
  const found = orMissing(
    await read(
      {
        operation: "retrieveEnvironment",
        path: `/environments/${id}`,
        answer: answers.environment,
      },
      scope,
    ),
  )
  if (found.status === "failed") return found
  const environment = found.value
  if (environment === undefined) return { status: "done", value: undefined }
  const project = orMissing(
    await read(
      {
        operation: "retrieveProject",
        path: `/projects/${environment.projectId}`,
        answer: answers.project,
      },
      scope,
    ),
  )
  if (project.status === "failed") return project
  const value = project.value === undefined ? undefined : { project: project.value, environment }
  return { status: "done", value }
}

export function environmentAddress({ environment }: RenderScope): string {
  const parts = { owner: projectOwner, kind: kinds.environment, name: environment }
  return resourceAddress(environment, parts)
}

/** The workspaces that the key reaches. */
export async function listOwners(
  scope: RenderScope,
): Promise<ApiOutcome<readonly z.output<typeof answers.owner>[]>> {
  return await list(
    { operation: "listOwners", path: "/owners", key: "owner", answer: answers.owner },
    scope,
  )
}

/** Id of the workspace that the options name; undefined where they name none. */
async function wantedOwner(scope: RenderScope): Promise<ApiOutcome<string | undefined>> {
  if (scope.options.workspace === undefined) return { status: "done", value: undefined }
  return await findOwner(scope)
}

/** Id of the workspace in which a project is made: the one of the options, else the only one of the key. */
export async function findOwner(scope: RenderScope): Promise<ApiOutcome<string>> {
  const { workspace } = scope.options
  const owners = await listOwners(scope)
  if (owners.status === "failed") return owners
  const fitting = owners.value.filter(
    ({ id, name }) => workspace === undefined || workspace === id || workspace === name,
  )
  const [owner] = fitting
  if (owner !== undefined && fitting.length === 1) return { status: "done", value: owner.id }
  const names = owners.value.map(({ name }) => name)
  return failedWith(problem(workspaceUnknown, { names }))
}
