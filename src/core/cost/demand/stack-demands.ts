import { external } from "../../project/placement.ts"
import type { DataResource, Project } from "../../project/project.ts"
import { daySegments } from "../workload/day-segments.ts"
import type { Workload } from "../workload/workload.ts"
import { calls } from "./calls.ts"
import type { Demand } from "./demand.ts"
import { type AssumedDemand, serviceDemand } from "./service-demand.ts"

export interface StackDemands {
  readonly demands: readonly Demand[]
  readonly assumptions: readonly string[]
  /** What runs elsewhere, so that nobody can say what it costs. */
  readonly elsewhere: readonly string[]
}

/** What all parts of a project ask for: services, stores, the edge, observability. */
export function stackDemands(project: Project, workload: Workload): StackDemands {
  const services = project.services.filter(isOurs)
  const resources = project.resources.filter(isOurs)
  const all: readonly AssumedDemand[] = [
    ...services.map((service) => serviceDemand(service, { project, workload })),
    ...resources.map((resource) => storeDemand(resource, project, workload)),
    ...edgeDemand(project, workload),
    ...observedDemands(project, workload),
  ]
  return {
    demands: all.map(({ demand }) => demand),
    assumptions: all.flatMap(({ assumptions }) => assumptions),
    elsewhere: [...project.services, ...project.resources]
      .filter((item) => !isOurs(item))
      .map(({ name }) => name),
  }
}

function isOurs({ placement }: { readonly placement: { readonly platform: string } }): boolean {
  return placement.platform !== external
}

/** A store that is new: what it needs at least. */
const stores = {
  redis: { memoryGiB: 0.25, storageGiB: 0 },
  postgres: { memoryGiB: 0.25, storageGiB: 1 },
  mongodb: { memoryGiB: 0.5, storageGiB: 0.5 },
  qdrant: { memoryGiB: 1, storageGiB: 4 },
  bucket: { memoryGiB: 0, storageGiB: 10 },
} as const

function storeDemand(
  { name, kind, placement }: DataResource,
  { services }: Project,
  workload: Workload,
): AssumedDemand {
  const { memoryGiB, storageGiB } = stores[kind]
  const callers = services.filter((service) => calls(service, name))
  const operations = callers.length > 0 ? operationsOf(kind, workload) : 0
  const sizes = [
    ...(memoryGiB > 0 ? [`${memoryGiB} GiB of memory`] : []),
    ...(storageGiB > 0 ? [`${storageGiB} GiB of disk`] : []),
  ]
  return {
    demand: {
      ...nothing,
      item: name,
      kind,
      placement,
      memoryGiB,
      residentGiB: memoryGiB,
      storageGiB,
      operations,
      callers: callers.map((caller) => caller.name),
    },
    assumptions: [`${name}: ${sizes.join(" and ")}, ${Math.round(operations)} commands a month`],
  }
}

/** A cache is read by each request, written by each that missed, and counts twice to limit rates. */
function operationsOf(kind: DataResource["kind"], { requests, cacheHits }: Workload): number {
  return kind === "redis" ? requests * (3 + (1 - cacheHits)) : requests
}

function edgeDemand({ edge }: Project, workload: Workload): readonly AssumedDemand[] {
  if (edge === undefined) return []
  const { requests, responseBytes, shape } = workload
  const demand: Demand = {
    ...nothing,
    item: "edge",
    kind: "edge",
    placement: { platform: edge.platform, targets: [edge.platform] },
    day: daySegments(requests, shape),
    requests,
    egressGB: (requests * responseBytes) / 1e9,
  }
  return [{ demand, assumptions: [] }]
}

/** One request in a hundred fails, and each leaves two lines of log: 500 bytes. */
function observedDemands(
  { observability }: Project,
  { requests }: Workload,
): readonly AssumedDemand[] {
  const { errors, logs } = observability
  return [
    ...observed("errors", errors?.target, { operations: requests / 100, storageGiB: 0 }),
    ...observed("logs", logs?.target, {
      operations: requests,
      storageGiB: (requests * 500) / 2 ** 30,
    }),
  ]
}

function observed(
  kind: "errors" | "logs",
  platform: string | undefined,
  amounts: Pick<Demand, "operations" | "storageGiB">,
): readonly AssumedDemand[] {
  if (platform === undefined) return []
  const placement = { platform, targets: [platform] }
  const assumption =
    kind === "errors" ? "errors: one request in 100 fails" : "logs: 500 bytes a request"
  return [
    { demand: { ...nothing, ...amounts, item: kind, kind, placement }, assumptions: [assumption] },
  ]
}

/** A demand for nothing, for what is neither computed nor waited for. */
const nothing = {
  region: undefined,
  cpu: undefined,
  memoryGiB: 0,
  gpus: [],
  scale: { min: 1, max: 1, concurrency: 1_000_000, idleSeconds: undefined },
  day: daySegments(0, { type: "hours", active: 1 }),
  requests: 0,
  timing: {
    duration: { mean: 0 },
    waitingSeconds: 0,
    cpuSeconds: 0,
    gpuSeconds: {},
    batchGain: 1,
    startSeconds: 0,
  },
  residentGiB: 0,
  storageGiB: 0,
  operations: 0,
  egressGB: 0,
  hopGB: 0,
  callers: [],
  buildMinutes: 0,
  tokens: undefined,
  pingSeconds: undefined,
  scheduled: false,
} as const satisfies Partial<Demand>
