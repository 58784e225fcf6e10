import { releaseRequest } from "../core/check/check-request.ts"
import type { Credentials } from "../core/check/credentials.ts"
import {
  isProven,
  observationOf,
  type ProbeObservation,
  type ServiceEvidence,
} from "../core/check/evidence.ts"
import { releaseVerdict, type Verdict } from "../core/check/verdict.ts"
import type { CheckPorts } from "./run-checks.ts"

/** One service of a release, and how it can be seen from outside. */
export interface ReleasedService {
  readonly service: string
  readonly expectedId: string
  /** Where it answers; undefined for workers and jobs. */
  readonly probed: ProbedService | undefined
  /** Id of the deployment that the platform says is active, where it says so. */
  readonly activeId: string | undefined
}

export interface ProbedService {
  /** As callers reach it, through the edge. */
  readonly address: string
  readonly healthPath: string
  /** `health.release` of the manifest. */
  readonly release: string
  readonly caller: Extract<Credentials, { ok: true }>
  /** Paths that must answer 401 to a GET without a key. */
  readonly guardedPaths: readonly string[]
}

export interface ReleaseProof {
  readonly verdict: Verdict
  readonly evidence: readonly ServiceEvidence[]
}

export interface ProofOptions {
  /** For each service, all services side by side. */
  readonly budgetMs: number
  readonly signal?: AbortSignal | undefined
  /** After every probe. */
  readonly progress?: ((service: string, probes: readonly ProbeObservation[]) => void) | undefined
}

/** Probes a release from outside until it is proven or the budget ends, and gives the verdict. */
export async function proveRelease(
  services: readonly ReleasedService[],
  options: ProofOptions,
  ports: CheckPorts,
): Promise<ReleaseProof> {
  const evidence = await Promise.all(
    services.map(async (service) => await evidenceOf(service, options, ports)),
  )
  return { verdict: releaseVerdict(evidence), evidence }
}

async function evidenceOf(
  { service, expectedId, probed, activeId }: ReleasedService,
  options: ProofOptions,
  ports: CheckPorts,
): Promise<ServiceEvidence> {
  const seen = { service, expectedId, activeId, probes: [], strangers: [] }
  if (probed === undefined) return { ...seen, tells: "unreachable" }
  const tells = probed.release === "none" ? "platform" : "answers"
  const evidence = await probeHealth({ ...seen, tells }, { ...options, ...probed }, ports)
  const strangers = await Promise.all(
    probed.guardedPaths.map(async (path) => ({
      request: `GET ${path}`,
      observation: await askAsNobody(path, { ...options, ...probed }, ports),
    })),
  )
  return { ...evidence, strangers }
}

const limits = { connectTimeoutMs: 5000, totalTimeoutMs: 10_000 } as const
const pauseMs = 1000

async function probeHealth(
  empty: ServiceEvidence,
  {
    address,
    healthPath,
    caller,
    release,
    budgetMs,
    signal,
    progress,
  }: ProofOptions & ProbedService,
  { prober, clock }: CheckPorts,
): Promise<ServiceEvidence> {
  const endMs = clock.nowMs() + budgetMs
  const { request } = releaseRequest(address, healthPath, caller)
  const probes: ProbeObservation[] = []
  for (;;) {
    probes.push(observationOf(await prober.probe(request, { ...limits, signal }), release))
    progress?.(empty.service, probes)
    const evidence = { ...empty, probes }
    if (isProven(evidence) || signal?.aborted === true || clock.nowMs() + pauseMs > endMs)
      return evidence
    await clock.sleep(pauseMs, signal)
  }
}

async function askAsNobody(
  path: string,
  { address, release, signal }: ProofOptions & ProbedService,
  { prober }: CheckPorts,
): Promise<ProbeObservation> {
  const { request } = releaseRequest(address, path, { ok: true, headers: {}, secrets: [] })
  return observationOf(await prober.probe(request, { ...limits, signal }), release)
}
