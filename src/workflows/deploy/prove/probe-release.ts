import {
  isProven,
  observationOf,
  type ProbeObservation,
  type ServiceEvidence,
} from "../../../core/check/evidence.ts"
import { releaseRequest } from "../../../core/check/check-request.ts"
import type { Health } from "../../../core/project/project.ts"
import type { Context } from "../../context.ts"

/** Probes of one address until its last ones are all good, or these are used up. */
const maxProbes = 40
export const probeTimeoutMs = 10_000

export const nobody = { ok: true, headers: {}, secrets: [] } as const

export interface ReleaseProbe {
  readonly evidence: Pick<ServiceEvidence, "service" | "expectedId" | "activeId">
  readonly address: string
  readonly health: Health
  readonly pauseMs: number
  readonly signal: AbortSignal
}

/** Asks the health path of an address until it is proven which deployment answers there. */
export async function probeRelease(
  { evidence, address, health, pauseMs, signal }: ReleaseProbe,
  { prober, clock }: Context,
): Promise<ServiceEvidence> {
  const tells = health.release === "none" ? "platform" : "answers"
  const { request } = releaseRequest(address, health.path, nobody)
  const probes: ProbeObservation[] = []
  while (probes.length < maxProbes && !signal.aborted) {
    const outcome = await prober.probe(request, { totalTimeoutMs: probeTimeoutMs, signal })
    probes.push(observationOf(outcome, health.release))
    if (isProven({ ...evidence, tells, probes, strangers: [] })) break
    await clock.sleep(pauseMs, signal)
  }
  return { ...evidence, tells, probes, strangers: [] }
}
