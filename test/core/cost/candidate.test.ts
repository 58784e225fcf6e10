import { describe, expect, test } from "vitest"
import { findCandidates } from "../../../src/core/cost/candidate/find-candidates.ts"
import type { Demand } from "../../../src/core/cost/demand/demand.ts"
import { simulatePool } from "../../../src/core/cost/pool/simulate-pool.ts"
import type { Offer } from "../../../src/core/cost/price-book.ts"
import { monthSeconds } from "../../../src/core/cost/usage.ts"
import { onDemand, testOffer, testPriceBook } from "../../support/test-price-book.ts"
import { demand, modelDemand } from "./demands.ts"

describe("an offer that does not fit is rejected with figures", () => {
  const web = demand()
  const scale = web.scale
  test.each<[string, Demand, Partial<Offer>, string]>([
    ["kind", demand({ kind: "postgres" }), {}, "It has nothing of this kind."],
    [
      "memory",
      demand({ memoryGiB: 9 }),
      { memoryGiB: { min: 1, max: 8 } },
      "It has 8 GiB of memory, and 9 GiB are asked for.",
    ],
    ["processors", demand({ cpu: 16 }), {}, "It has 8 vCPU, and 16 are asked for."],
    [
      "disk",
      demand({ storageGiB: 20 }),
      { maxStorageGiB: 5 },
      "It has 5 GiB of disk, and 20 GiB are asked for.",
    ],
    ["another GPU", modelDemand(), { gpu: "H100" }, "It has H100, and T4 or L4 is asked for."],
    ["no GPU", modelDemand(), {}, "It has no GPU, and T4 or L4 is asked for."],
    ["a GPU too much", web, { gpu: "T4" }, "It has a T4, and no GPU is asked for."],
    [
      "too few GPUs",
      modelDemand({ gpus: [{ type: "T4", count: 4 }] }),
      { gpu: "T4", maxGpus: 2 },
      "It has 2 T4, and 4 are asked for.",
    ],
    [
      "a GPU that nobody measured",
      modelDemand({ gpus: [{ type: "A10", count: 1 }] }),
      { gpu: "A10" },
      "Not comparable: nobody measured what a request takes on A10 (workload.gpuSeconds).",
    ],
    [
      "sleep",
      demand({ scale: { ...scale, min: 1 } }),
      { scaling: { ...onDemand, maxWarm: 0 } },
      'It falls asleep, and "scale.min" is 1.',
    ],
    [
      "its end",
      web,
      { temporary: true, terms: "Is deleted after 30 days." },
      "Is deleted after 30 days.",
    ],
    [
      "a model without tokens",
      modelDemand(),
      { model: "gpt" },
      "Tokens of a request are not stated (workload.tokens).",
    ],
    [
      "a cap of the manifest",
      demand({ requests: 3e8, scale: { ...scale, max: 1 } }),
      {},
      'The busiest hour needs 2 instances, and "scale.max" allows 1.',
    ],
    [
      "a cap of the offer",
      demand({ requests: 3e8 }),
      { scaling: { type: "always", maxInstances: 1 } },
      "The busiest hour needs 2 instances, and the offer allows 1.",
    ],
  ])("%s", (_, asked, offer, reason) => {
    const { candidates, rejected } = find(asked, offer)
    expect(candidates).toEqual([])
    expect(rejected).toMatchObject([{ item: asked.item, platform: "acme", reason }])
  })
})

describe("what a demand uses of an offer", () => {
  test("that is always open: as many instances as the busiest hour needs, all month", () => {
    const usage = usageOf(demand({ requests: 600_000_000 }), {})
    // 228.3 requests a second of 0.1 s, ten to an instance, at most 70 % busy.
    expect(usage).toMatchObject({ warmInstances: 4, starts: 0, peakInstances: 4 })
    expect(usage.seconds.billed).toBe(4 * monthSeconds)
    expect(usage.seconds.busy + usage.seconds.idle).toBeCloseTo(4 * monthSeconds, 3)
  })

  test("that opens on demand: simulated, with the user's own start", () => {
    const usage = usageOf(demand({ requests: 1000 }), { scaling: onDemand })
    expect(usage.starts).toBeGreaterThan(900)
    // 2 s of the platform, 1 s of the process, 0.1 s of work, 60 s of idling.
    expect(usage.seconds.billed / usage.starts).toBeCloseTo(63.1, -1)
    expect(usage.seconds.cold / usage.starts).toBeCloseTo(3, 1)
  })

  test("that does not bill starts", () => {
    const asked = demand({ requests: 1000 })
    const [billed, free] = [true, false].map((coldBilled) =>
      usageOf(asked, { scaling: { ...onDemand, coldBilled } }),
    )
    expect((billed?.seconds.billed ?? 0) - (free?.seconds.billed ?? 0)).toBeCloseTo(
      billed?.seconds.cold ?? 0,
      3,
    )
  })

  test("that is paid by request: each rounded up", () => {
    const usage = usageOf(demand(), {
      scaling: { type: "per-request", roundUpSeconds: 1, coldStartSeconds: 0 },
    })
    expect(usage.seconds).toEqual({ busy: 1000, idle: 0, cold: 0, billed: 10_000 })
  })

  test("on a schedule: each run starts, works and ends", () => {
    const usage = usageOf(
      demand({
        kind: "worker",
        requests: 30,
        scheduled: true,
        timing: { ...demand().timing, duration: { mean: 600 } },
      }),
      { scaling: { ...onDemand, roundUpSeconds: 60 } },
    )
    // 600 s and 3 s to start, rounded up to 11 minutes.
    expect(usage.seconds).toEqual({ busy: 18_000, idle: 0, cold: 90, billed: 30 * 660 })
  })

  test("with warm instances, which the manifest or a ping keeps open", () => {
    const scaling = onDemand
    const kept = demand({ scale: { ...demand().scale, min: 2 } })
    expect(usageOf(kept, { scaling }).warmInstances).toBe(2)
    expect(usageOf(demand({ pingSeconds: 30 }), { scaling }).warmInstances).toBe(1)
    const late = usageOf(demand({ requests: 1, pingSeconds: 300 }), { scaling })
    expect(late.warmInstances).toBe(0)
    expect(late.starts).toBeGreaterThan(6000)
  })

  test("takes the idle window of the manifest, within what the platform allows", () => {
    expect(idleOf(10)).toBeLessThan(idleOf(100))
    expect(idleOf(5000)).toBe(idleOf(1200))
  })

  test("takes the size that was asked for, or the one there is", () => {
    const fixed = { cpu: { min: 2, max: 2 }, memoryGiB: { min: 4, max: 4 } }
    expect(usageOf(demand(), fixed).size).toEqual({ cpu: 2, memoryGiB: 4, gpus: 0 })
    expect(usageOf(demand(), {}).size).toEqual({ cpu: 1, memoryGiB: 1, gpus: 0 })
    expect(usageOf(modelDemand(), { gpu: "L4" }).size.gpus).toBe(1)
  })

  test("works as fast as the GPU was measured, and slower in a batch that gains less", () => {
    expect(secondsOn({}, "T4")).toBeCloseTo(1.5)
    expect(secondsOn({}, "L4")).toBeCloseTo(0.8)
    const timing = { ...modelDemand().timing, batchGain: 2.5 }
    expect(secondsOn({ timing }, "T4")).toBeCloseTo((1.5 * 3) / 2.5)
  })
})

test("what a service waits for others is billed, and is not its own slowness", () => {
  const timing = { ...demand().timing, duration: { mean: 1.6 }, waitingSeconds: 1.5 }
  const [candidate] = find(demand({ timing }), {}).candidates
  expect(candidate?.usage.requestSeconds).toBeCloseTo(16_000)
  expect(candidate?.level.p99.warm).toBeCloseTo(0.1)
})

function idleOf(idleSeconds: number): number {
  const asked = demand({ requests: 500, scale: { ...demand().scale, idleSeconds } })
  return usageOf(asked, { scaling: onDemand }).seconds.idle
}

function secondsOn(changes: Partial<Demand>, gpu: string): number {
  return usageOf(modelDemand(changes), { gpu }).requestSeconds / 10_000
}

function find(asked: Demand, offer: Partial<Offer>) {
  const offers = [testOffer("machine", offer)]
  const book = testPriceBook({ platform: "acme", offers, seconds: { machine: 0.000_01 } })
  return findCandidates(asked, book, simulatePool)
}

function usageOf(asked: Demand, offer: Partial<Offer>) {
  const { candidates, rejected } = find(asked, offer)
  const [candidate] = candidates
  if (candidate === undefined) throw new Error(JSON.stringify(rejected))
  return candidate.usage
}
