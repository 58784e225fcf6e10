import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  platformErrors,
  problem,
  type ResourceWork,
  notApplied,
} from "aidep/provider"
import { addressIn } from "../../../_shared/remote/ownership.ts"
import { kinds } from "../../resources.ts"
import { storeSettings } from "../../resources/store-settings.ts"
import {
  applyServiceDocument,
  createServiceDocument,
  createVolumeDocument,
  type EnvironmentAnswer,
} from "../api/documents.ts"
import { ask, type RailwayScope } from "../api/railway-api.ts"
import { type Instance, instancesIn, readInstance, requireEnvironment } from "../api/read.ts"
import { serviceOutputs, storeOutputs } from "../read/outputs.ts"
import { applyInput, type StandingService } from "./inputs.ts"
import { planOf, type ServicePlan } from "./plan.ts"
import { keepStore } from "./standing-store.ts"
import { upload } from "./upload.ts"

/**
 * Makes a service, empty and with its variables, then sets all else and deploys it in one request. One of ours that has
 * the name already was made by a command that was ended before it could say so.
 */
export async function createService(
  work: ResourceWork,
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const plan = planOf(work, scope)
  if (plan.status === "failed") return notApplied(plan)
  const environment = await requireEnvironment(scope)
  if (environment.status === "failed") return notApplied(environment)
  const standing = findOurs(plan.value, environment.value, scope)
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value !== undefined)
    return await applyPlan(
      { plan: plan.value, instance: standing.value, work },
      environment.value,
      scope,
    )
  const made = await makeService(plan.value, environment.value, scope)
  if (made.status === "failed") return notApplied(made)
  const instance = emptyInstance(made.value, plan.value, environment.value)
  return await applyPlan({ plan: plan.value, instance, work }, environment.value, scope)
}

export async function updateService(
  work: ResourceWork & { readonly observed: { readonly id: string } },
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const plan = planOf(work, scope)
  if (plan.status === "failed") return notApplied(plan)
  const environment = await requireEnvironment(scope)
  if (environment.status === "failed") return notApplied(environment)
  const { id } = work.observed
  const listed = instancesIn(environment.value).find(({ serviceId }) => serviceId === id)
  const instance: ApiOutcome<Instance | undefined> =
    listed === undefined
      ? await readInstance(id, environment.value.id, scope)
      : { status: "done", value: listed }
  if (instance.status === "failed") return notApplied(instance)
  if (instance.value !== undefined)
    return await applyPlan(
      { plan: plan.value, instance: instance.value, work },
      environment.value,
      scope,
    )
  const params = {
    platform: "Railway",
    action: "railway.serviceInstance",
    what: `"${plan.value.owner}"`,
  }
  return notApplied(failedWith(problem(platformErrors.notFound, params)))
}

/** Undefined where no service of the environment has the name. */
function findOurs(
  { address, settings: { name } }: ServicePlan,
  environment: EnvironmentAnswer,
  scope: RailwayScope,
): ApiOutcome<Instance | undefined> {
  const named = instancesIn(environment).filter(({ serviceName }) => serviceName === name)
  const ours = named.find(({ variables }) => addressIn(variables, scope) === address)
  if (ours !== undefined || named.length === 0) return { status: "done", value: ours }
  const params = { platform: "Railway", kind: "service", name, address }
  return failedWith(problem(platformErrors.nameTaken, params))
}

async function makeService(
  plan: ServicePlan,
  { id: environmentId, projectId }: EnvironmentAnswer,
  scope: RailwayScope,
): Promise<ApiOutcome<string>> {
  const {
    settings: { name },
    variables,
  } = plan
  const input = { projectId, environmentId, name, variables }
  const make = async (): Promise<ApiOutcome<string>> => {
    const outcome = await ask(createServiceDocument, { input }, scope)
    if (outcome.status === "failed") return outcome
    return { status: "done", value: outcome.value.serviceCreate.id }
  }
  const find = async (): Promise<ApiOutcome<string | undefined>> => {
    const environment = await requireEnvironment(scope)
    if (environment.status === "failed") return environment
    const found = findOurs(plan, environment.value, scope)
    return found.status === "failed" ? found : { status: "done", value: found.value?.serviceId }
  }
  return await makeOnce({ make, find }, scope)
}

function emptyInstance(
  serviceId: string,
  { settings, variables }: ServicePlan,
  { id: environmentId, projectId }: EnvironmentAnswer,
): Instance {
  return {
    environmentId,
    projectId,
    serviceId,
    serviceName: settings.name,
    latestDeployment: null,
    domains: { serviceDomains: [], customDomains: [] },
    config: {},
    variables: new Map(Object.entries(variables)),
  }
}

interface Application {
  readonly plan: ServicePlan
  readonly instance: Instance
  readonly work: ResourceWork
}

async function applyPlan(
  wanted: Application,
  environment: EnvironmentAnswer,
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const kept = keptPlan(wanted, scope)
  if (kept.status === "failed") return notApplied(kept)
  const plan = kept.value
  const { instance } = wanted
  const application = { ...wanted, plan }
  const volumeId = await ensureVolume(application, environment, scope)
  if (volumeId.status === "failed") return notApplied(volumeId)
  const { domains, latestDeployment, serviceId } = instance
  const standing: StandingService = {
    serviceId,
    name: instance.serviceName,
    environmentId: environment.id,
    projectId: environment.projectId,
    domainId: domains.serviceDomains[0]?.id,
    volumeId: volumeId.value,
    previous: latestDeployment?.id,
  }
  const applied = await send(plan, standing, scope)
  if (applied.status === "failed") return notApplied(applied)
  if (plan.source.type === "folder") {
    const uploaded = await upload(plan, standing, scope)
    if (uploaded !== undefined) return { status: "failed", problem: uploaded, log: [] }
  }
  return { status: "applied", id: serviceId, outputs: outputsOf(application, applied.value) }
}

function keptPlan(
  { instance, plan, work: { desired } }: Application,
  scope: RailwayScope,
): ApiOutcome<ServicePlan> {
  if (desired.kind !== kinds.store) return { status: "done", value: plan }
  return keepStore({ instance, plan, settings: storeSettings.parse(desired.desired) }, scope)
}

/** Where the answer is lost, a deployment that is newer than the newest so far is what came of it. */
async function send(
  plan: ServicePlan,
  standing: StandingService,
  scope: RailwayScope,
): Promise<ApiOutcome<string | undefined>> {
  const { environmentId, previous, serviceId } = standing
  const make = async (): Promise<ApiOutcome<Domain>> => {
    const outcome = await ask(applyServiceDocument, applyInput(plan, standing), scope)
    if (outcome.status === "failed") return outcome
    return { status: "done", value: { domain: outcome.value.domain?.domain } }
  }
  const find = async (): Promise<ApiOutcome<Domain | undefined>> => {
    const instance = await readInstance(serviceId, environmentId, scope)
    if (instance.status === "failed") return instance
    const newest = instance.value?.latestDeployment?.id
    if (newest === undefined || newest === previous) return { status: "done", value: undefined }
    return { status: "done", value: { domain: instance.value?.domains.serviceDomains[0]?.domain } }
  }
  const outcome = await makeOnce({ make, find }, scope)
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.domain }
}

interface Domain {
  readonly domain: string | undefined
}

async function ensureVolume(
  { instance: { serviceId }, plan: { settings } }: Application,
  { id: environmentId, projectId, volumeInstances }: EnvironmentAnswer,
  scope: RailwayScope,
): Promise<ApiOutcome<string | undefined>> {
  const { multiRegionConfig, volume } = settings
  const standing = volumeInstances.find((one) => one.serviceId === serviceId)
  if (volume === null || standing !== undefined)
    return { status: "done", value: standing?.volumeId }
  const [region] = Object.keys(multiRegionConfig ?? {})
  const { mountPath } = volume
  const input = { projectId, environmentId, serviceId, mountPath, ...(region ? { region } : {}) }
  const make = async (): Promise<ApiOutcome<string>> => {
    const outcome = await ask(createVolumeDocument, { input }, scope)
    if (outcome.status === "failed") return outcome
    return { status: "done", value: outcome.value.volumeCreate.id }
  }
  const find = async (): Promise<ApiOutcome<string | undefined>> => {
    const environment = await requireEnvironment(scope)
    if (environment.status === "failed") return environment
    const made = environment.value.volumeInstances.find((one) => one.serviceId === serviceId)
    return { status: "done", value: made?.volumeId }
  }
  return await makeOnce({ make, find }, scope)
}

function outputsOf({ instance, plan, work }: Application, domain: string | undefined) {
  const variables = new Map(Object.entries(plan.variables))
  const { serviceId } = instance
  const named = { serviceId, serviceName: plan.settings.name, variables }
  if (work.desired.kind === kinds.store)
    return storeOutputs(named, storeSettings.parse(work.desired.desired).type)
  const standing = plan.settings.publicDomain ? instance.domains.serviceDomains : []
  const serviceDomains = domain === undefined ? standing : [{ id: "", domain }]
  return serviceOutputs({ ...named, domains: { serviceDomains, customDomains: [] } })
}
