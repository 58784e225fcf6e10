import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  notApplied,
  type ObservedResource,
  poll,
  platformErrors,
  problem,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import { patienceWith } from "../../../_shared/remote/late-answers.ts"
import { domainTaken } from "../../errors/domain.ts"
import { type DomainSettings, domainSettings } from "../../resources/domain-settings.ts"
import {
  createDomainDocument,
  type CustomDomainAnswer,
  deleteDomainDocument,
  updateDomainDocument,
} from "../api/domain-documents.ts"
import { ask, type RailwayScope } from "../api/railway-api.ts"
import { orMissing, readInstance, requireEnvironment } from "../api/read.ts"
import { domainOutputs } from "./records.ts"

const longestMinutes = 5
const pauses = { firstPauseMs: 3000, longestPauseMs: 15_000 }

/** Makes the domain known to Railway. One that the service has already is the one that is meant. */
export async function createDomain(work: ResourceWork, scope: RailwayScope): Promise<ApplyOutcome> {
  const settings = domainSettings.parse(work.desired.desired)
  const environment = await requireEnvironment(scope)
  if (environment.status === "failed") return notApplied(environment)
  const { id: environmentId, projectId } = environment.value
  const find = async () => await findDomain(settings, environmentId, scope)
  const standing = await find()
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value !== undefined) {
    const changed = await setPort(settings, standing.value, { environmentId, scope })
    return changed.status === "failed" ? notApplied(changed) : applied(standing.value)
  }
  const make = async () => await send(settings, { environmentId, projectId }, scope)
  const made = await makeOnce({ make, find }, scope)
  return made.status === "failed" ? notApplied(made) : applied(made.value)
}

/** On another service it is made anew, and leads to another host then. */
export async function updateDomain(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const before = domainSettings.parse(work.observed.observed)
  const { service } = domainSettings.parse(work.desired.desired)
  if (before.service !== service) {
    const removed = await removeDomain(work.observed, scope)
    if (removed.status === "failed") return { ...removed, log: [] }
  }
  return await createDomain(work, scope)
}

export async function removeDomain(
  { id }: ObservedResource,
  scope: RailwayScope,
): Promise<RemoveOutcome> {
  const outcome = orMissing(await ask(deleteDomainDocument, { id }, scope))
  return outcome.status === "failed" ? outcome : { status: "removed" }
}

/** Waits until Railway tells the records that it wants. */
export async function settleDomain(
  work: ResourceWork & { readonly id: string },
  environmentId: string,
  scope: RailwayScope,
): Promise<ApplyOutcome> {
  const settings = domainSettings.parse(work.desired.desired)
  const patience = patienceWith("Railway", work)
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const domain = await findDomain(settings, environmentId, scope)
    if (domain.status === "failed") return notApplied(domain)
    if (domain.value === undefined) return patience()
    const outputs = domainOutputs(domain.value)
    return outputs && { status: "applied", id: domain.value.id, outputs }
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  if (outcome !== undefined) return outcome
  const params = { platform: "Railway", item: settings.domain, minutes: longestMinutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}

function applied(domain: CustomDomainAnswer): ApplyOutcome {
  return { status: "applied", id: domain.id, outputs: domainOutputs(domain) ?? {} }
}

/** Undefined where the service does not have it. */
export async function findDomain(
  { domain, service }: Pick<DomainSettings, "domain" | "service">,
  environmentId: string,
  scope: RailwayScope,
): Promise<ApiOutcome<CustomDomainAnswer | undefined>> {
  const instance = await readInstance(service, environmentId, scope)
  if (instance.status === "failed") return instance
  const domains = instance.value?.domains.customDomains ?? []
  return { status: "done", value: domains.find((one) => one.domain === domain) }
}

interface Place {
  readonly environmentId: string
  readonly projectId: string
}

async function send(
  { domain, service: serviceId, targetPort }: DomainSettings,
  place: Place,
  scope: RailwayScope,
): Promise<ApiOutcome<CustomDomainAnswer>> {
  const port = targetPort === null ? {} : { targetPort }
  const input = { ...place, serviceId, domain, ...port }
  const outcome = await ask(createDomainDocument, { input }, scope)
  if (outcome.status === "done") return { status: "done", value: outcome.value.customDomainCreate }
  const { message } = outcome.problem
  if (!taken.test(message)) return outcome
  const reason = message.slice(message.indexOf(": ") + 2)
  return failedWith(problem(domainTaken, { domain, reason }))
}

/** Railway has no status of its own for it. */
const taken = /\b(already|in use|taken|not available)\b/i

async function setPort(
  { targetPort }: DomainSettings,
  { id, targetPort: current }: CustomDomainAnswer,
  { environmentId, scope }: { readonly environmentId: string; readonly scope: RailwayScope },
): Promise<ApiOutcome<unknown>> {
  if (targetPort === (current ?? null)) return { status: "done", value: undefined }
  return await ask(updateDomainDocument, { id, environmentId, targetPort }, scope)
}
