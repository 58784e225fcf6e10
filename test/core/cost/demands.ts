import type { Demand } from "../../../src/core/cost/demand/demand.ts"
import { daySegments } from "../../../src/core/cost/workload/day-segments.ts"

/** A web service that ten thousand requests a month reach. */
export function demand(changes: Partial<Demand> = {}): Demand {
  const requests = changes.requests ?? 10_000
  return {
    item: "web",
    kind: "web",
    placement: { platform: "acme", targets: ["acme", "bolt"] },
    region: undefined,
    cpu: 1,
    memoryGiB: 1,
    gpus: [],
    scale: { min: 0, max: 10, concurrency: 10, idleSeconds: undefined },
    day: daySegments(requests, { type: "hours", active: 1 }),
    requests,
    timing: {
      duration: { mean: 0.1 },
      waitingSeconds: 0,
      cpuSeconds: 0.01,
      gpuSeconds: {},
      batchGain: 10,
      startSeconds: 1,
    },
    residentGiB: 1,
    storageGiB: 0,
    operations: 0,
    egressGB: 0,
    hopGB: 0,
    callers: [],
    buildMinutes: 0,
    tokens: undefined,
    pingSeconds: undefined,
    scheduled: false,
    ...changes,
  }
}

/** A model on a T4 or an L4, both measured. */
export function modelDemand(changes: Partial<Demand> = {}): Demand {
  const web = demand()
  return demand({
    item: "model",
    kind: "inference",
    gpus: [
      { type: "T4", count: 1 },
      { type: "L4", count: 1 },
    ],
    scale: { ...web.scale, concurrency: 8 },
    timing: { ...web.timing, gpuSeconds: { T4: 1.5, L4: 0.8 }, batchGain: 8, startSeconds: 8 },
    ...changes,
  })
}
