import { type ApplyOutcome, notApplied, type ResourceWork } from "aidep/provider"
import { patienceWith } from "../../_shared/remote/late-answers.ts"
import { appSettings } from "../resources/app-settings.ts"
import { kinds } from "../resources.ts"
import type { FlyScope } from "./api/fly-api.ts"
import { getCertificate } from "./api/certificate-calls.ts"
import { awaitCertificate } from "./domain/certificate.ts"
import { hostnameIn } from "./domain/origin-domain.ts"
import { listMachines } from "./api/machine-calls.ts"
import { sortMachines } from "./read/metadata.ts"
import { appOutputs, domainOutputs } from "./read/outputs.ts"
import { waitForAll } from "./rollout/steps.ts"

type Work = ResourceWork & { readonly id: string }

/** All Machines of the version are healthy; the steps before waited for each of them, so that this looks once. */
export async function settle(work: Work, scope: FlyScope): Promise<ApplyOutcome> {
  switch (work.desired.kind) {
    case kinds.originDomain:
      return await settleDomain(work, scope)
    case kinds.certificate:
      return await awaitCertificate(work, scope)
    default:
      return await settleApp(work, scope)
  }
}

async function settleApp(work: Work, scope: FlyScope): Promise<ApplyOutcome> {
  const settings = appSettings.parse(work.desired.desired)
  const { address, app } = settings
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const machines = await listMachines(app, scope)
    if (machines.status === "failed") return notApplied(machines)
    const { base } = sortMachines(machines.value, scope, true)
    if (base.length < settings.machines) return undefined
    const failure = await waitForAll(base, { settings, work }, scope)
    return failure ?? { status: "applied", id: app, outputs: appOutputs(app, address) }
  }
  return await untilSeen(look, work, scope)
}

async function settleDomain(work: Work, scope: FlyScope): Promise<ApplyOutcome> {
  const { id } = work
  const hostname = hostnameIn(id)
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const certificate = await getCertificate(hostname, scope)
    if (certificate.status === "failed") return notApplied(certificate)
    if (certificate.value === undefined) return undefined
    const outputs = domainOutputs(hostname.app, certificate.value)
    return { status: "applied", id, outputs }
  }
  return await untilSeen(look, work, scope)
}

/** A list can be late by seconds. */
const pauseMs = 3000

async function untilSeen(
  look: () => Promise<ApplyOutcome | undefined>,
  work: Work,
  scope: FlyScope,
): Promise<ApplyOutcome> {
  const patience = patienceWith("Fly", work)
  for (;;) {
    const seen = (await look()) ?? patience()
    if (seen !== undefined) return seen
    await scope.ports.clock.sleep(pauseMs, scope.signal)
  }
}
