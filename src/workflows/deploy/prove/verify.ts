import {
  observationOf,
  type ServiceEvidence,
  type StrangerObservation,
} from "../../../core/check/evidence.ts"
import { checkRequest } from "../../../core/check/check-request.ts"
import { chainVerdict, releaseVerdict, type Verdict, worst } from "../../../core/check/verdict.ts"
import type { DesiredResource, ObservedResource } from "../../../core/plan/resource.ts"
import type { Edge, Project, Service } from "../../../core/project/project.ts"
import type { Context } from "../../context.ts"
import type { SecretSource } from "../desired.ts"
import { observeChain } from "./verify-chain.ts"
import { nobody, probeRelease, probeTimeoutMs } from "./probe-release.ts"
import type { KnownOutputs } from "../apply/wiring.ts"

export interface VerifyInput {
  readonly project: Project
  readonly desired: readonly DesiredResource[]
  /** What stands after the changes, as the platforms themselves tell. */
  readonly observed: readonly ObservedResource[]
  readonly outputs: KnownOutputs
  readonly secrets: SecretSource
  /** That is deployed with it; undefined without one. */
  readonly edge: Edge | undefined
  readonly signal: AbortSignal
}

const pauseMs = 250

/** Probes every service from outside and says what that proves. */
export async function verify(input: VerifyInput, context: Context): Promise<Verdict> {
  const touched = new Set(input.desired.map(({ owner }) => owner))
  const deployed = input.project.services.filter(({ name }) => touched.has(name))
  if (deployed.length === 0) return storesVerdict(input)
  const evidence = await Promise.all(deployed.map((service) => gather(service, input, context)))
  const verdict = releaseVerdict([...evidence, ...(await throughEdge(input, evidence, context))])
  return worst([verdict, ...(await throughTiers(input, context))])
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
  const { signal } = input
  const probed = await probeRelease({ evidence: basics, address, health, pauseMs, signal }, context)
  const strangers = await askAsStranger({ service: name, address }, input, context)
  return { ...probed, strangers }
}

/** A new record and its certificate take a while to be known everywhere. */
const edgePauseMs = 5_000

/** The service behind the edge, asked where its callers ask: name, certificate, and the deployment that answers. */
async function throughEdge(
  { edge, project, signal }: VerifyInput,
  evidence: readonly ServiceEvidence[],
  context: Context,
): Promise<readonly ServiceEvidence[]> {
  const behind = evidence.find(({ service }) => service === edge?.service)
  const health = project.services.find(({ name }) => name === edge?.service)?.health
  if (edge === undefined || behind === undefined || health === undefined) return []
  const { expectedId, activeId } = behind
  const service = `${edge.service} at ${edge.domain}`
  const probed = await probeRelease(
    {
      evidence: { service, expectedId, activeId },
      address: `https://${edge.domain}`,
      health,
      pauseMs: edgePauseMs,
      signal,
    },
    context,
  )
  return [probed]
}

/** For each service that calls others, the first check that somebody with a key makes: one request through all tiers. */
async function throughTiers(input: VerifyInput, context: Context): Promise<readonly Verdict[]> {
  const { desired, edge, observed, outputs, project, secrets, signal } = input
  const ids = [...observed, ...desired].flatMap(({ deploymentId }) => deploymentId ?? [])
  const release = new Set(ids)
  const touched = new Set(desired.map(({ owner }) => owner))
  const called = new Set(project.services.map(({ name }) => name))
  const callers = project.services.filter(
    ({ name, dependsOn }) => touched.has(name) && dependsOn.some((other) => called.has(other)),
  )
  const verdicts = callers.map(async ({ name }) => {
    const check = project.checks.find((one) => one.service === name && one.as === "api-key")
    const { url, isPrivate } = outputs.get(name) ?? {}
    const address = edge?.service === name ? `https://${edge.domain}` : url
    if (check === undefined || address === undefined || isPrivate === true) return []
    const { environment } = project
    const seen = await observeChain({ check, address, environment, secrets, signal }, context)
    return seen === undefined ? [] : [chainVerdict(seen, release)]
  })
  return (await Promise.all(verdicts)).flat()
}

/** The requests that the manifest itself says are refused without a key, and those that take a derived token. */
async function askAsStranger(
  { service, address }: { readonly service: string; readonly address: string },
  { project, signal }: VerifyInput,
  context: Context,
): Promise<readonly StrangerObservation[]> {
  const refused = project.checks.filter(
    (check) =>
      check.service === service &&
      (check.as === "internal" ||
        ([check.expect.status].flat().includes(401) &&
          (check.as === undefined || check.as === "nobody"))),
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
