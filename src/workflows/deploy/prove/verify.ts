import {
  isProven,
  observationOf,
  type ProbeObservation,
  type ServiceEvidence,
  type StrangerObservation,
} from "../../../core/check/evidence.ts"
import { checkRequest, releaseRequest } from "../../../core/check/check-request.ts"
import { releaseVerdict, type Verdict } from "../../../core/check/verdict.ts"
import type { DesiredResource, ObservedResource } from "../../../core/plan/resource.ts"
import type { Project, Service } from "../../../core/project/project.ts"
import type { Context } from "../../context.ts"
import type { KnownOutputs } from "../apply/wiring.ts"

export interface VerifyInput {
  readonly project: Project
  readonly desired: readonly DesiredResource[]
  /** What stands after the changes, as the platforms themselves tell. */
  readonly observed: readonly ObservedResource[]
  readonly outputs: KnownOutputs
  readonly signal: AbortSignal
}

/** Probes of one service until its last ones are all good, or these are used up. */
const maxProbes = 40
const pauseMs = 250
const probeTimeoutMs = 10_000

const nobody = { ok: true, headers: {}, secrets: [] } as const

/** Probes every service from outside and says what that proves. */
export async function verify(input: VerifyInput, context: Context): Promise<Verdict> {
  const touched = new Set(input.desired.map(({ owner }) => owner))
  const deployed = input.project.services.filter(({ name }) => touched.has(name))
  if (deployed.length === 0) return storesVerdict(input)
  const evidence = await Promise.all(deployed.map((service) => gather(service, input, context)))
  return releaseVerdict(evidence)
}

/** Of a deploy without services, such as one of a data store alone: nothing can be probed, and platforms tell. */
function storesVerdict({ desired, observed }: VerifyInput): Verdict {
  const running = new Set(
    observed.filter(({ state }) => state === "running").map(({ address }) => address),
  )
  const missing = desired.filter(({ address }) => !running.has(address))
  return missing.length === 0
    ? { status: "live (platform evidence)", reasons: [] }
    : { status: "unknown", reasons: missing.map(({ owner }) => `"${owner}" does not run yet.`) }
}

async function gather(
  service: Service,
  input: VerifyInput,
  context: Context,
): Promise<ServiceEvidence> {
  const { name, health } = service
  const expectedId = input.desired.find(({ owner }) => owner === name)?.deploymentId ?? ""
  const standing = input.observed.find(({ owner }) => owner === name)
  const activeId = standing?.state === "running" ? standing.deploymentId : undefined
  const address = input.outputs.get(name)?.url
  const basics = { service: name, expectedId, activeId }
  const isPrivate = input.outputs.get(name)?.isPrivate === true
  if (address === undefined || health === undefined || isPrivate)
    return { ...basics, tells: "unreachable", probes: [], strangers: [] }
  const tells = health.release === "none" ? "platform" : "answers"
  const { request } = releaseRequest(address, health.path, nobody)
  const probes: ProbeObservation[] = []
  while (probes.length < maxProbes && !input.signal.aborted) {
    const limits = { totalTimeoutMs: probeTimeoutMs, signal: input.signal }
    const outcome = await context.prober.probe(request, limits)
    probes.push(observationOf(outcome, health.release))
    if (isProven({ ...basics, tells, probes, strangers: [] })) break
    await context.clock.sleep(pauseMs, input.signal)
  }
  const strangers = await askAsStranger({ service: name, address }, input, context)
  return { ...basics, tells, probes, strangers }
}

/** The requests that the manifest itself says are refused without a key. */
async function askAsStranger(
  { service, address }: { readonly service: string; readonly address: string },
  { project, signal }: VerifyInput,
  context: Context,
): Promise<readonly StrangerObservation[]> {
  const refused = project.checks.filter(
    (check) =>
      check.service === service &&
      [check.expect.status].flat().includes(401) &&
      (check.as === undefined || check.as === "nobody"),
  )
  return await Promise.all(
    refused.map(async (check) => {
      const { request } = checkRequest(check, address, nobody)
      const outcome = await context.prober.probe(request, {
        totalTimeoutMs: probeTimeoutMs,
        signal,
      })
      return { request: check.request, observation: observationOf(outcome, "none") }
    }),
  )
}
