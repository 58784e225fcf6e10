import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  notApplied,
  type ObservedResource,
  platformErrors,
  problem,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import type { patienceWith } from "../../../_shared/remote/late-answers.ts"
import { domainTaken } from "../../errors/domain.ts"
import { type DomainSettings, domainSettings } from "../../resources/domain-settings.ts"
import { change, nothing, orMissing, type RenderScope } from "../api/render-api.ts"
import { retrieveService } from "../api/service-calls.ts"
import { serviceOutputs } from "../read/outputs.ts"
import {
  type CustomDomain,
  customDomain,
  domainOutputs,
  domainPath,
  domainsOf,
  domainsPath,
  retrieveDomain,
} from "./domain-calls.ts"

/** Makes the domain known to Render. One that the service has already is the one that is meant. */
export async function createDomain(work: ResourceWork, scope: RenderScope): Promise<ApplyOutcome> {
  const settings = domainSettings.parse(work.desired.desired)
  const host = await hostOf(settings, scope)
  if (host.status === "failed") return notApplied(host)
  const find = async () => await retrieveDomain(settings, scope)
  const standing = await find()
  if (standing.status === "failed") return notApplied(standing)
  const make = async () => await send(settings, host.value.name, scope)
  const made: ApiOutcome<CustomDomain> =
    standing.value === undefined
      ? await makeOnce({ make, find }, scope)
      : { status: "done", value: standing.value }
  if (made.status === "failed") return notApplied(made)
  const outputs = domainOutputs(settings.domain, host.value.host)
  return { status: "applied", id: made.value.id, outputs }
}

/** It changes only by going to another service. */
export async function updateDomain(
  work: ResourceWork & { readonly observed: ObservedResource },
  scope: RenderScope,
): Promise<ApplyOutcome> {
  const before = domainSettings.parse(work.observed.observed)
  const { service } = domainSettings.parse(work.desired.desired)
  if (before.service !== service) {
    const removed = await removeFrom(before, scope)
    if (removed.status === "failed") return notApplied(removed)
  }
  return await createDomain(work, scope)
}

export async function settleDomain(
  work: ResourceWork & { readonly id: string },
  patience: ReturnType<typeof patienceWith>,
  scope: RenderScope,
): Promise<ApplyOutcome | undefined> {
  const settings = domainSettings.parse(work.desired.desired)
  const domain = await retrieveDomain(settings, scope)
  if (domain.status === "failed") return notApplied(domain)
  if (domain.value === undefined) return patience()
  const host = await hostOf(settings, scope)
  if (host.status === "failed") return notApplied(host)
  const outputs = domainOutputs(settings.domain, host.value.host)
  return { status: "applied", id: domain.value.id, outputs }
}

export async function removeDomain(
  { observed }: ObservedResource,
  scope: RenderScope,
): Promise<RemoveOutcome> {
  const removed = await removeFrom(domainSettings.parse(observed), scope)
  return removed.status === "failed" ? removed : { status: "removed" }
}

/** With a domain Render makes another that leads on to it, `www.` before it or without: it goes with it. */
async function removeFrom(
  settings: DomainSettings,
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  const { domain, service } = settings
  const domains = await domainsOf(service, scope)
  if (domains.status === "failed") return domains
  const followers = domains.value.filter(({ redirectForName }) => redirectForName === domain)
  for (const name of [...followers.map((follower) => follower.name), domain]) {
    const path = domainPath({ service, domain: name })
    const request = { operation: "deleteCustomDomain", method: "DELETE", path } as const
    const removed = orMissing(
      await change({ ...request, answer: nothing, idempotent: true }, scope),
    )
    if (removed.status === "failed") return removed
  }
  return { status: "done", value: undefined }
}

async function send(
  { domain, service }: DomainSettings,
  name: string,
  scope: RenderScope,
): Promise<ApiOutcome<CustomDomain>> {
  const outcome = await change(
    {
      operation: "createCustomDomain",
      method: "POST",
      path: domainsPath(service),
      body: { name: domain },
      answer: z.array(customDomain),
      idempotent: false,
    },
    scope,
  )
  if (outcome.status === "failed")
    return outcome.statusCode === 409
      ? failedWith(problem(domainTaken, { domain, service: name }))
      : outcome
  const made = outcome.value.find((one) => one.name === domain)
  return made === undefined ? unexpected() : { status: "done", value: made }
}

function unexpected() {
  const reason = "it does not name the domain that was made."
  const params = { platform: "Render", action: "render.createCustomDomain", reason }
  return failedWith(problem(platformErrors.unexpectedAnswer, params), { maybeDone: true })
}

interface Host {
  /** Of the service. */
  readonly name: string
  readonly host: string
}

/** The host name that Render gave to the service. */
async function hostOf(
  { domain, service: id }: DomainSettings,
  scope: RenderScope,
): Promise<ApiOutcome<Host>> {
  const service = await retrieveService(id, scope)
  if (service.status === "failed") return service
  const host = service.value && serviceOutputs(service.value, new Map()).host
  if (host !== undefined && service.value !== undefined)
    return { status: "done", value: { name: service.value.name, host } }
  const what = `the service behind "${domain}"`
  const params = { platform: "Render", action: "render.retrieveService", what }
  return failedWith(problem(platformErrors.notFound, params))
}
