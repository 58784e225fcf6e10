import {
  checkRequest,
  type PreparedRequest,
  releaseRequest,
} from "../../core/check/check-request.ts"
import { type Caller, credentials, type Credentials } from "../../core/check/credentials.ts"
import { maskSecrets } from "../../core/check/show.ts"
import type { Sample, ServiceEvidence } from "../../core/diagnosis/evidence.ts"
import { type MetricSample, parseMetrics } from "../../core/diagnosis/metrics-text.ts"
import type { Service } from "../../core/project/project.ts"
import type { Context } from "../context.ts"
import type { Scene } from "./scene.ts"

interface Asked {
  readonly service: Service
  readonly url: string
}

/** The first one may wait for a start; the others tell what is usual. */
const healthProbes = 6
const probeTimeoutMs = 60_000
const shownBody = 2000

/** Asks for health, checks and metrics, one after the other, so that none disturbs the timing of another. */
export async function sampleService(
  { service, url }: Asked,
  scene: Scene,
  context: Context,
): Promise<Pick<ServiceEvidence, "probes" | "answers" | "metrics">> {
  const sample = sampler(scene, context)
  const path = service.health?.path
  const probes: Sample[] = []
  for (const request of path === undefined ? [] : healthRequests(url, path)) {
    probes.push(await sample(`GET ${path}`, request))
    if (probes.at(-1)?.statusCode === undefined) break
  }
  const answers: Sample[] = []
  for (const check of scene.loaded.project.checks.filter((one) => one.service === service.name)) {
    const caller = callerOf(check.as ?? "nobody", service, scene)
    if (caller.ok) answers.push(await sample(check.request, checkRequest(check, url, caller)))
  }
  return { probes, answers, metrics: await readMetrics({ service, url }, scene, context) }
}

function callerOf(caller: Caller, service: Service, { loaded, secret }: Scene): Credentials {
  const { environment } = loaded.project
  return credentials(caller, { service: service.name, environment, external: false, secret })
}

const nobody = { ok: true, headers: {}, secrets: [] } as const

function healthRequests(url: string, path: string): readonly PreparedRequest[] {
  return Array.from({ length: healthProbes }, () => releaseRequest(url, path, nobody))
}

function sampler({ secrets, signal }: Scene, { prober }: Context) {
  return async (title: string, { request }: PreparedRequest): Promise<Sample> => {
    const outcome = await prober.probe(request, { totalTimeoutMs: probeTimeoutMs, signal })
    const { firstByteMs, totalMs } = outcome.timings
    const times = { request: title, firstByteMs, totalMs }
    if (outcome.status === "failed")
      return { ...times, statusCode: undefined, failure: outcome.reason, body: "" }
    const { statusCode, body } = outcome.answer
    const shown = maskSecrets(body, secrets).slice(0, shownBody)
    return { ...times, statusCode, failure: undefined, body: shown }
  }
}

/** Services that have none answer with something else, or not at all. */
async function readMetrics(
  { service, url }: Asked,
  scene: Scene,
  context: Context,
): Promise<readonly MetricSample[]> {
  const caller = callerOf(service.access === "internal" ? "internal" : "api-key", service, scene)
  const { request } = releaseRequest(url, "/metrics", caller.ok ? caller : nobody)
  const options = { totalTimeoutMs: probeTimeoutMs, signal: scene.signal }
  const outcome = await context.prober.probe(request, options)
  return outcome.status === "answered" && outcome.answer.statusCode === 200
    ? parseMetrics(outcome.answer.body)
    : []
}
