import {
  type ApiOutcome,
  type ApplyOutcome,
  makeOnce,
  notApplied,
  type ObservedResource,
  type RemoveOutcome,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import type { CertificateAnswer } from "../api/answers.ts"
import {
  deleteCertificate,
  getCertificate,
  type Hostname,
  requestCertificate,
} from "../api/certificate-calls.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { deleteMetadata, listMachines, setMetadata } from "../api/machine-calls.ts"
import { metadataKeys, sortMachines } from "../read/metadata.ts"
import { domainOutputs } from "../read/outputs.ts"

const desiredDomain = z.object({ service: z.string(), domain: z.string() })

/** Id of a domain on an app, and of its certificate. */
export function domainId({ app, domain }: Hostname): string {
  return `${app}/${domain}`
}

export function hostnameIn(id: string): Hostname {
  const [app = "", domain = ""] = id.split("/")
  return { app, domain }
}

/**
 * Marks the Machines with the domain, by which it is ours, then tells it to Fly. Both are safe to repeat, in this order.
 */
export async function bringDomain(work: ResourceWork, scope: FlyScope): Promise<ApplyOutcome> {
  const { domain, service: app } = desiredDomain.parse(work.desired.desired)
  const marked = await markMachines({ app, domain }, scope)
  if (marked.status === "failed") return notApplied(marked)
  const certificate = await ensureRequested({ app, domain }, scope)
  if (certificate.status === "failed") return notApplied(certificate)
  const outputs = domainOutputs(app, certificate.value)
  return { status: "applied", id: domainId({ app, domain }), outputs }
}

async function ensureRequested(
  hostname: Hostname,
  scope: FlyScope,
): Promise<ApiOutcome<CertificateAnswer>> {
  const find = async () => await getCertificate(hostname, scope)
  const standing = await find()
  if (standing.status === "failed") return standing
  if (standing.value !== undefined) return { status: "done", value: standing.value }
  const make = async () => await requestCertificate(hostname, scope)
  return await makeOnce<CertificateAnswer>({ find, make }, scope)
}

async function markMachines(
  { app, domain }: Hostname,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const machines = await listMachines(app, scope)
  if (machines.status === "failed") return machines
  const { base, staged } = sortMachines(machines.value, scope)
  for (const { id } of [...base, ...staged]) {
    const outcome = await setMetadata({ app, id, key: metadataKeys.domain }, domain, scope)
    if (outcome.status === "failed") return outcome
  }
  return { status: "done", value: undefined }
}

/** With its certificate. What is gone already, alone or with its app, counts as removed. */
export async function removeDomain(
  { id }: Pick<ObservedResource, "id">,
  scope: FlyScope,
): Promise<RemoveOutcome> {
  const hostname = hostnameIn(id)
  const deleted = await deleteCertificate(hostname, scope)
  if (deleted.status === "failed") return deleted
  const machines = await listMachines(hostname.app, scope)
  if (machines.status === "failed")
    return machines.statusCode === 404 ? { status: "removed" } : machines
  const { base, staged } = sortMachines(machines.value, scope)
  for (const machine of [...base, ...staged]) {
    const { app } = hostname
    const unmarked = await deleteMetadata({ app, id: machine.id, key: metadataKeys.domain }, scope)
    if (unmarked.status === "failed") return unmarked
  }
  return { status: "removed" }
}
