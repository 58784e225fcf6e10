import type { ApiOutcome } from "aidep/provider"
import * as answers from "./answers.ts"
import { list, orMissing, read, type RenderScope } from "./render-api.ts"

/** Undefined where it was removed. */
export async function retrieveService(
  id: string,
  scope: RenderScope,
): Promise<ApiOutcome<answers.ServiceAnswer | undefined>> {
  const path = `/services/${id}`
  return orMissing(
    await read({ operation: "retrieveService", path, answer: answers.service }, scope),
  )
}

export async function servicesIn(
  environmentId: string,
  scope: RenderScope,
  name?: string,
): Promise<ApiOutcome<readonly answers.ServiceAnswer[]>> {
  return await list(
    {
      operation: "listServices",
      path: "/services",
      query: { environmentId, name, includePreviews: "false" },
      key: "service",
      answer: answers.service,
    },
    scope,
  )
}

export async function variablesOf(
  id: string,
  scope: RenderScope,
): Promise<ApiOutcome<ReadonlyMap<string, string>>> {
  const outcome = await list(
    {
      operation: "listEnvVars",
      path: `/services/${id}/env-vars`,
      key: "envVar",
      answer: answers.variable,
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  const value = new Map(outcome.value.map((variable) => [variable.key, variable.value]))
  return { status: "done", value }
}

/** The one that was started last; undefined before the first. */
export async function newestDeploy(
  id: string,
  scope: RenderScope,
): Promise<ApiOutcome<answers.DeployAnswer | undefined>> {
  const outcome = await read(
    {
      operation: "listDeploys",
      path: `/services/${id}/deploys`,
      query: { limit: 1 },
      answer: answers.deployPage,
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value[0]?.deploy }
}
