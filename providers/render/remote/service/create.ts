import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  platformErrors,
  problem,
  type ResourceWork,
  makeOnce,
  notApplied,
} from "aidep/provider"
import * as z from "zod"
import { type ServiceSettings, serviceSettings } from "../../resources/service-settings.ts"
import * as answers from "../api/answers.ts"
import { createServiceBody, type ServicePlace } from "./bodies.ts"
import { addressIn } from "../../../_shared/remote/ownership.ts"
import { serviceOutputs } from "../read/outputs.ts"
import { requirePlace } from "../api/place.ts"
import { change, type RenderScope } from "../api/render-api.ts"
import { codeOf, credentialId, sentVariables } from "./inputs.ts"
import { servicesIn, variablesOf } from "../api/service-calls.ts"
import { updateStanding } from "./update.ts"

const created = z.object({ service: answers.service })

/**
 * Makes the service with its variables and its disk in one call, which starts its first deploy. One of ours that has
 * the name already was made by a command that was ended before it could say so, and is updated.
 */
export async function createService(work: ResourceWork, scope: RenderScope): Promise<ApplyOutcome> {
  const settings = serviceSettings.parse(work.desired.desired)
  const place = await servicePlace(work, settings, scope)
  if (place.status === "failed") return notApplied(place)
  const find = async () => await findOurs({ work, settings, place: place.value }, scope)
  const standing = await find()
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value !== undefined) return await updateStanding(standing.value, work, scope)
  const make = async () => await send({ work, settings, place: place.value }, scope)
  const service = await makeOnce({ make, find }, scope)
  if (service.status === "failed") return notApplied(service)
  const variables = new Map(Object.entries({ ...settings.variables, ...work.variables }))
  const outputs = serviceOutputs(service.value, variables)
  return { status: "applied", id: service.value.id, outputs }
}

interface Creation {
  readonly work: ResourceWork
  readonly settings: ServiceSettings
  readonly place: ServicePlace
}

async function send(
  { place, settings, work }: Creation,
  scope: RenderScope,
): Promise<ApiOutcome<answers.ServiceAnswer>> {
  const outcome = await change(
    {
      operation: "createService",
      method: "POST",
      path: "/services",
      body: createServiceBody(settings, place),
      answer: created,
      idempotent: false,
      secrets: Object.values(work.variables),
    },
    scope,
  )
  if (outcome.status === "done") return { status: "done", value: outcome.value.service }
  return outcome.statusCode === 409 ? nameTaken(work, settings) : outcome
}

/** Undefined where no service of the environment has the name. */
async function findOurs(
  { place: { environmentId }, settings, work }: Creation,
  scope: RenderScope,
): Promise<ApiOutcome<answers.ServiceAnswer | undefined>> {
  const named = await servicesIn(environmentId, scope, settings.name)
  if (named.status === "failed") return named
  const found = named.value.find(({ name }) => name === settings.name)
  if (found === undefined) return { status: "done", value: undefined }
  const variables = await variablesOf(found.id, scope)
  if (variables.status === "failed") return variables
  return addressIn(variables.value, scope) === work.desired.address
    ? { status: "done", value: found }
    : nameTaken(work, settings)
}

function nameTaken({ desired: { address } }: ResourceWork, { name }: ServiceSettings) {
  const params = { platform: "Render", kind: "service", name, address }
  return failedWith(problem(platformErrors.nameTaken, params))
}

/** All that a service is made with and its settings do not say. */
async function servicePlace(
  work: ResourceWork,
  settings: ServiceSettings,
  scope: RenderScope,
): Promise<ApiOutcome<ServicePlace>> {
  const place = await requirePlace(scope)
  if (place.status === "failed") return place
  const { environmentId, ownerId } = place.value
  const code = codeOf(work, settings)
  if (code.status === "failed") return code
  const credential = await credentialId({ work, settings, ownerId }, scope)
  if (credential.status === "failed") return credential
  const value = {
    ownerId,
    environmentId,
    ...code.value,
    registryCredentialId: credential.value,
    variables: sentVariables(work, settings, scope),
  }
  return { status: "done", value }
}
