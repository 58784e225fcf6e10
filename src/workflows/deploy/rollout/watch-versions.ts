import { releaseRequest } from "../../../core/check/check-request.ts"
import { isHealthy, observationOf, type ProbeObservation } from "../../../core/check/evidence.ts"
import type { Service } from "../../../core/project/project.ts"
import type { Sample } from "../../../core/slo/compare.ts"
import { distributionOf } from "../../../core/slo/distribution.ts"
import type { RemoteScope } from "../../../provider/remote.ts"

/** What callers saw of two versions that serve side by side. */
export interface Watched {
  /** False where answers do not say which version they come from, or nobody outside gets any. */
  readonly tellsVersions: boolean
  readonly before: Sample
  readonly after: Sample
  readonly seen: readonly Seen[]
}

interface Seen {
  readonly probe: ProbeObservation
  readonly latencyMs: number
}

export interface Watch {
  /** Undefined where nobody outside reaches the service. */
  readonly address: string | undefined
  readonly service: Service
  readonly newId: string
  /** So long at least. */
  readonly pauseMs: number
  /** Requests of each version, if they come. */
  readonly enough: number
}

const mostProbes = 400
const shortestPauseMs = 100
const probeTimeoutMs = 10_000

const nobody = { ok: true, headers: {}, secrets: [] } as const

/** Asks the health path again and again, and sorts what came of it by version. Adds to what was seen before. */
export async function watchVersions(
  { address, service, newId, pauseMs, enough }: Watch,
  { ports: { prober, clock }, signal }: RemoteScope,
  earlier?: Watched,
): Promise<Watched> {
  const { health } = service
  if (address === undefined || health === undefined || health.release === "none") {
    await clock.sleep(pauseMs, signal)
    return sorted([], newId, { tellsVersions: false })
  }
  const { request } = releaseRequest(address, health.path, nobody)
  const seen = [...(earlier?.seen ?? [])]
  const endMs = clock.nowMs() + pauseMs
  for (let probes = 0; probes < mostProbes && !signal.aborted; probes += 1) {
    const startMs = clock.nowMs()
    const outcome = await prober.probe(request, { totalTimeoutMs: probeTimeoutMs, signal })
    const latencyMs = clock.nowMs() - startMs
    seen.push({ probe: observationOf(outcome, health.release), latencyMs })
    if (clock.nowMs() >= endMs && isEnough(seen, newId, enough)) break
    await clock.sleep(Math.max(shortestPauseMs, pauseMs / mostProbes), signal)
  }
  return sorted(seen, newId, { tellsVersions: true })
}

function isEnough(seen: readonly Seen[], newId: string, enough: number): boolean {
  const ofNew = seen.filter((one) => isOfNew(one, newId)).length
  return ofNew >= enough && seen.length - ofNew >= enough
}

/**
 * An answer that carries no id, and none at all, count against the new version: before it came, there were none.
 */
function isOfNew({ probe }: Seen, newId: string): boolean {
  return probe.type !== "answer" || probe.deploymentId === undefined || probe.deploymentId === newId
}

function sorted(
  seen: readonly Seen[],
  newId: string,
  { tellsVersions }: Pick<Watched, "tellsVersions">,
): Watched {
  const { after = [], before = [] } = Object.groupBy(seen, (one) =>
    isOfNew(one, newId) ? "after" : "before",
  )
  return { tellsVersions, before: sampleOf(before), after: sampleOf(after), seen }
}

function sampleOf(seen: readonly Seen[]): Sample {
  const good = seen.filter(({ probe }) => isHealthy(probe))
  return {
    requests: seen.length,
    errors: seen.length - good.length,
    latenciesMs: distributionOf(good.map(({ latencyMs }) => latencyMs)),
  }
}
