import type { Project, Service } from "../../project/project.ts"
import type { Duration } from "../pool/pool-load.ts"
import { runsAMonth } from "../workload/cron-runs.ts"
import { daySegments } from "../workload/day-segments.ts"
import { emptyServiceWorkload, type ServiceWorkload, type Workload } from "../workload/workload.ts"
import type { Demand, Timing } from "./demand.ts"
import { trafficOf } from "./traffic.ts"

/** What is taken where neither manifest nor flags say anything. */
const assumed = {
  /** Size of an instance. */
  memoryGiB: 0.5,
  modelMemoryGiB: 2,
  concurrency: 100,
  modelConcurrency: 1,
  seconds: 0.02,
  modelSeconds: 0.5,
  jobSeconds: 600,
  cpuSeconds: 0.005,
  startSeconds: 1,
  modelStartSeconds: 8,
  buildMinutes: 3,
} as const

/** A demand, and what of it nobody stated. */
export interface AssumedDemand {
  readonly demand: Demand
  readonly assumptions: readonly string[]
}

/** What a service asks for. */
export function serviceDemand(
  service: Service,
  { project, workload }: { readonly project: Project; readonly workload: Workload },
): AssumedDemand {
  const stated = workload.services.get(service.name) ?? emptyServiceWorkload
  const traffic = trafficOf(service, project, workload)
  const requests = service.schedule === undefined ? traffic.requests : runsAMonth(service.schedule)
  const sentGB = (requests * workload.responseBytes) / 1e9
  const memoryGiB = memoryOf(service)
  const { tokens } = workload
  const demand: Demand = {
    item: service.name,
    kind: service.kind,
    placement: service.placement,
    region: service.regions[0],
    cpu: service.cpu,
    memoryGiB,
    gpus: service.gpus,
    scale: scaleOf(service),
    day: daySegments(requests, service.schedule === undefined ? workload.shape : evenly),
    requests,
    timing: timingOf(service, stated, { project, workload }),
    residentGiB: stated.memoryGiB ?? memoryGiB,
    storageGiB: service.volumes.reduce((sum, { sizeGiB }) => sum + (sizeGiB ?? 10), 0),
    operations: 0,
    egressGB: traffic.entry ? sentGB : 0,
    hopGB: traffic.entry ? 0 : sentGB,
    callers: traffic.callers,
    buildMinutes: service.code.type === "folder" ? workload.deploys * assumed.buildMinutes : 0,
    tokens:
      service.kind !== "inference" || tokens === undefined
        ? undefined
        : {
            input: tokens.input * requests,
            cached: tokens.cached * requests,
            output: tokens.output * requests,
          },
    pingSeconds: service.schedule === undefined ? workload.pingSeconds : undefined,
    scheduled: service.schedule !== undefined,
  }
  return { demand, assumptions: assumptionsOf(service, stated) }
}

const evenly = { type: "hours", active: 1 } as const

function isModel({ kind }: Service): boolean {
  return kind === "inference"
}

function memoryOf(service: Service): number {
  if (service.memoryMiB !== undefined) return service.memoryMiB / 1024
  return isModel(service) ? assumed.modelMemoryGiB : assumed.memoryGiB
}

function scaleOf(service: Service): Demand["scale"] {
  const { min, max, concurrency, idleMs } = service.scale
  return {
    min,
    max,
    concurrency: concurrency ?? (isModel(service) ? assumed.modelConcurrency : assumed.concurrency),
    idleSeconds: idleMs === undefined ? undefined : idleMs / 1000,
  }
}

interface Surroundings {
  readonly project: Project
  readonly workload: Workload
}

function timingOf(service: Service, stated: ServiceWorkload, around: Surroundings): Timing {
  const duration = ownDuration(service, stated)
  const waiting = waitingSeconds(service, around)
  const { concurrency } = scaleOf(service)
  return {
    duration: waiting === 0 ? duration : { mean: duration.mean + waiting },
    waitingSeconds: waiting,
    cpuSeconds: stated.cpuSeconds ?? cpuSecondsOf(service, duration),
    gpuSeconds: stated.gpuSeconds,
    batchGain: Math.min(stated.batchGain ?? concurrency, concurrency),
    startSeconds:
      stated.startSeconds ?? (isModel(service) ? assumed.modelStartSeconds : assumed.startSeconds),
  }
}

/** A job computes all the time; a request mostly waits. */
function cpuSecondsOf({ kind }: Service, { mean }: Duration): number {
  return kind === "job" ? mean : Math.min(assumed.cpuSeconds, mean)
}

function ownDuration(service: Service, stated: ServiceWorkload): Duration {
  if (stated.duration !== undefined) return stated.duration
  if (service.kind === "job") return { mean: assumed.jobSeconds }
  return { mean: isModel(service) ? assumed.modelSeconds : assumed.seconds }
}

/** A caller waits for the model it calls, once for each request that no cache answers. */
function waitingSeconds(service: Service, { project, workload }: Surroundings): number {
  const called = project.services.filter(
    (other) =>
      isModel(other) && other.name !== service.name && service.dependsOn.includes(other.name),
  )
  const seconds = called.map((model) => {
    const stated = workload.services.get(model.name) ?? emptyServiceWorkload
    const measured = model.gpus.flatMap(({ type }) => stated.gpuSeconds[type] ?? [])
    return measured[0] ?? ownDuration(model, stated).mean
  })
  return Math.max(0, ...seconds) * (1 - workload.cacheHits)
}

function assumptionsOf(service: Service, stated: ServiceWorkload): readonly string[] {
  const { name, kind } = service
  const unknownDisk = service.volumes.some(({ sizeGiB }) => sizeGiB === undefined)
  const usesGpu = service.gpus.length > 0
  return [
    ...when(
      kind !== "static" && service.memoryMiB === undefined,
      `${name}: ${memoryOf(service)} GiB of memory`,
    ),
    ...when(
      kind !== "static" && !usesGpu && stated.duration === undefined,
      `${name}: ${ownDuration(service, stated).mean} s a ${kind === "job" ? "run" : "request"}`,
    ),
    ...when(
      kind !== "static" && kind !== "job" && stated.startSeconds === undefined,
      `${name}: ${isModel(service) ? assumed.modelStartSeconds : assumed.startSeconds} s from start to first answer, beside what the platform takes`,
    ),
    ...when(
      usesGpu && stated.batchGain === undefined && scaleOf(service).concurrency > 1,
      `${name}: ${scaleOf(service).concurrency} requests at a time take a GPU no longer than one (workload.batchGain)`,
    ),
    ...when(unknownDisk, `${name}: 10 GiB for a volume without a size`),
  ]
}

function when(condition: boolean, assumption: string): readonly string[] {
  return condition ? [assumption] : []
}
