import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  platformErrors,
  problem,
  type ResourceWork,
  notApplied,
} from "aidep/provider"
import { type ServiceSettings, serviceSettings } from "../../resources/service-settings.ts"
import type * as answers from "../api/answers.ts"
import { updateServiceBody, type Variable } from "./bodies.ts"
import { codeOf, credentialId, sentVariables } from "./inputs.ts"
import { startDeploy } from "./start-deploy.ts"
import { applyInstances } from "./instances.ts"
import { markers } from "../../../_shared/remote/ownership.ts"
import { serviceOutputs } from "../read/outputs.ts"
import { settingsIn } from "../read/read-settings.ts"
import { change, nothing, type RenderScope } from "../api/render-api.ts"
import { newestDeploy, retrieveService } from "../api/service-calls.ts"

export async function updateService(
  work: ResourceWork & { readonly observed: { readonly id: string } },
  scope: RenderScope,
): Promise<ApplyOutcome> {
  const service = await retrieveService(work.observed.id, scope)
  if (service.status === "failed") return notApplied(service)
  if (service.value !== undefined) return await updateStanding(service.value, work, scope)
  const what = `"${work.desired.owner}"`
  const params = { platform: "Render", action: "render.retrieveService", what }
  return notApplied(failedWith(problem(platformErrors.notFound, params)))
}

/**
 * Settings, instances and disk, then all variables, then a deploy: in this order, since the variables tell which
 * deploy belongs to them. Where only a number of instances differs, a deploy is started too: it is what proves it.
 */
export async function updateStanding(
  service: answers.ServiceAnswer,
  work: ResourceWork,
  scope: RenderScope,
): Promise<ApplyOutcome> {
  const settings = serviceSettings.parse(work.desired.desired)
  const steps = [
    async () => await applySettings({ service, settings, work }, scope),
    async () => await applyInstances(service, settings, scope),
    async () => await applyDeployment({ service, settings, work }, scope),
  ]
  for (const step of steps) {
    const outcome = await step()
    if (outcome.status === "failed") return notApplied(outcome)
  }
  const variables = new Map(Object.entries({ ...settings.variables, ...work.variables }))
  const outputs = serviceOutputs(service, variables)
  return { status: "applied", id: service.id, outputs }
}

interface Update {
  readonly service: answers.ServiceAnswer
  readonly settings: ServiceSettings
  readonly work: ResourceWork
}

/** Keys that other calls change. */
const changedApart = ["numInstances", "autoscaling", "disk", "variables"]

async function applySettings(
  { service, settings, work }: Update,
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  const current = settingsIn(service)
  const different = Object.entries(settings).some(
    ([key, value]) => !changedApart.includes(key) && current[key] !== value,
  )
  if (!different) return { status: "done", value: undefined }
  const code = codeOf(work, settings)
  if (code.status === "failed") return code
  const { environmentId, ownerId } = service
  const credential = await credentialId({ work, settings, ownerId }, scope)
  if (credential.status === "failed") return credential
  const place = {
    ...code.value,
    ownerId,
    environmentId: environmentId ?? "",
    registryCredentialId: credential.value,
    variables: [],
  }
  return await change(
    {
      operation: "updateService",
      method: "PATCH",
      path: `/services/${service.id}`,
      body: updateServiceBody(settings, place),
      answer: nothing,
      idempotent: true,
    },
    scope,
  )
}

async function applyDeployment(
  { service: { id, suspended }, settings, work }: Update,
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  const newest = await newestDeploy(id, scope)
  if (newest.status === "failed") return newest
  const previous = newest.value?.id
  const mark = previous === undefined ? [] : [{ key: markers.previousDeploy, value: previous }]
  const variables = [...sentVariables(work, settings, scope), ...mark]
  const saved = await saveVariables(id, variables, scope)
  if (saved.status === "failed") return saved
  if (suspended === "suspended") {
    const resumed = await resume(id, scope)
    if (resumed.status === "failed") return resumed
  }
  return await startDeploy({ id, previous, source: work.source }, scope)
}

/** Replaces all of them in one call, which starts no deploy. */
async function saveVariables(
  id: string,
  variables: readonly Variable[],
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  return await change(
    {
      operation: "updateEnvVars",
      method: "PUT",
      path: `/services/${id}/env-vars`,
      body: variables,
      answer: nothing,
      idempotent: true,
      secrets: variables.map(({ value }) => value),
    },
    scope,
  )
}

async function resume(id: string, scope: RenderScope): Promise<ApiOutcome<unknown>> {
  const path = `/services/${id}/resume`
  return await change(
    { operation: "resumeService", method: "POST", path, answer: nothing, idempotent: false },
    scope,
  )
}
