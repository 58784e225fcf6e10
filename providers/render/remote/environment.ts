import {
  type ApiOutcome,
  type ApplyOutcome,
  type RemoveOutcome,
  makeOnce,
  notApplied,
} from "aidep/provider"
import * as z from "zod"
import * as answers from "./api/answers.ts"
import { findOwner, findProject } from "./api/place.ts"
import { change, nothing, orMissing, read, type RenderScope } from "./api/render-api.ts"

/** Makes the environment, and the project around it where it is the first one. */
export async function createEnvironment(scope: RenderScope): Promise<ApplyOutcome> {
  const found = await findProject(scope)
  if (found.status === "failed") return notApplied(found)
  const { environment, project } = found.value ?? {}
  if (environment !== undefined) return { status: "applied", id: environment.id, outputs: {} }
  const find = async () => await findEnvironment(scope)
  const make = async () =>
    project === undefined ? await makeProject(scope) : await makeEnvironment(project.id, scope)
  const made = await makeOnce({ make, find }, scope)
  if (made.status === "failed") return notApplied(made)
  return { status: "applied", id: made.value, outputs: {} }
}

async function findEnvironment(scope: RenderScope): Promise<ApiOutcome<string | undefined>> {
  const found = await findProject(scope)
  if (found.status === "failed") return found
  return { status: "done", value: found.value?.environment?.id }
}

const newProject = answers.project.extend({ environmentIds: z.tuple([z.string()]) })

async function makeProject(scope: RenderScope): Promise<ApiOutcome<string>> {
  const owner = await findOwner(scope)
  if (owner.status === "failed") return owner
  const outcome = await change(
    {
      operation: "createProject",
      method: "POST",
      path: "/projects",
      body: {
        name: scope.project,
        ownerId: owner.value,
        environments: [{ name: scope.environment }],
      },
      answer: newProject,
      idempotent: false,
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.environmentIds[0] }
}

async function makeEnvironment(projectId: string, scope: RenderScope): Promise<ApiOutcome<string>> {
  const outcome = await change(
    {
      operation: "createEnvironment",
      method: "POST",
      path: "/environments",
      body: { name: scope.environment, projectId },
      answer: answers.environment,
      idempotent: false,
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.id }
}

/** Removes the environment, and its project with the last one. Render refuses it while anything stands there. */
export async function removeEnvironment(id: string, scope: RenderScope): Promise<RemoveOutcome> {
  const path = `/environments/${id}`
  const environment = orMissing(
    await read({ operation: "retrieveEnvironment", path, answer: answers.environment }, scope),
  )
  if (environment.status === "failed") return environment
  if (environment.value === undefined) return { status: "removed" }
  const { projectId } = environment.value
  const place = `/projects/${projectId}`
  const project = await read(
    { operation: "retrieveProject", path: place, answer: answers.project },
    scope,
  )
  if (project.status === "failed") return project
  const isLast = (project.value.environmentIds ?? []).every((other) => other === id)
  const outcome = orMissing(
    await change(
      {
        operation: isLast ? "deleteProject" : "deleteEnvironment",
        method: "DELETE",
        path: isLast ? place : path,
        answer: nothing,
        idempotent: true,
      },
      scope,
    ),
  )
  return outcome.status === "failed" ? outcome : { status: "removed" }
}
