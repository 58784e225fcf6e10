import { fakeContext } from "../../support/fake-context.ts"
import { memoryFiles } from "../../support/memory-files.ts"
import { onDemand, testOffer, testPriceBook } from "../../support/test-price-book.ts"
import { type CostInput, estimateCost } from "../../../src/workflows/cost/estimate-cost.ts"
import type { Architecture } from "../../../src/core/cost/architecture.ts"
import type { PriceBook } from "../../../src/core/cost/price-book.ts"
import type { Context } from "../../../src/workflows/context.ts"

/** A gateway in front of a model, on two platforms. */
export const manifest = `version: 1
name: shop
services:
  gateway:
    kind: web
    image: ghcr.io/acme/gateway:1
    targets: [alpha, beta]
    size: { cpu: 1, memory: 512MB }
    scale: { min: 1 }
    env: { MODEL_URL: "\${services.model.url}" }
  model:
    kind: inference
    image: ghcr.io/acme/model:1
    targets: [beta, alpha]
    gpu: [T4]
    size: { cpu: 1, memory: 2GiB }
    scale: { min: 0, max: 5, concurrency: 8, idle: 60s }
    workload: { gpuSeconds: { T4: 1.5, L4: 0.8 } }
workload: { requests: 100000/month, cacheHits: 20%, responseSize: 4KB, activeHours: 50% }
`

/** Alpha has machines without GPUs; beta has T4 and L4 on demand, a credit, and spot. */
export const books: readonly PriceBook[] = [
  testPriceBook({
    platform: "alpha",
    fee: 5,
    egress: 0.05,
    seconds: { small: 4e-6, large: 8e-6 },
    offers: [
      testOffer("small", { memoryGiB: { min: 1, max: 1 }, cpu: { min: 1, max: 1 } }),
      testOffer("large", { memoryGiB: { min: 4, max: 4 }, cpu: { min: 2, max: 2 } }),
    ],
  }),
  testPriceBook({
    platform: "beta",
    credit: 30,
    egress: 0.01,
    seconds: { cpu: 1e-5, t4: 1.64e-4, l4: 2.22e-4, spot: 6e-5 },
    offers: [
      testOffer("cpu", { scaling: onDemand }),
      testOffer("t4", { gpu: "T4", scaling: onDemand }),
      testOffer("l4", { gpu: "L4", scaling: onDemand }),
      testOffer("spot", { gpu: "T4", scaling: onDemand, interruptible: true }),
    ],
  }),
  testPriceBook({
    platform: "gamma",
    seconds: { t4: 1e-6 },
    offers: [testOffer("t4", { gpu: "T4" })],
    prices: { asOf: "2026-03-01", confidence: "low" },
  }),
]

const architectures: readonly Architecture[] = [
  {
    id: "split",
    title: "Split",
    places: {
      web: [{ platform: "alpha", offers: ["large"] }],
      inference: [{ platform: "beta", offers: ["t"] }, { platform: "gamma" }],
    },
  },
  { id: "front", title: "Front only", places: { web: [{ platform: "beta" }] } },
  { id: "nothing", title: "Nothing", places: {} },
]

export interface Scene {
  readonly manifest?: string
  readonly files?: Readonly<Record<string, string>>
  readonly context?: Partial<Context>
  readonly books?: readonly PriceBook[]
  readonly tokenBooks?: readonly PriceBook[]
}

/** The world of a scene. */
function costContext(scene: Scene = {}): Context {
  const files = memoryFiles({
    "/project/aidep.yaml": scene.manifest ?? manifest,
    ...scene.files,
  })
  const prices = {
    load: () => Promise.resolve(scene.books ?? books),
    loadArchitectures: () => Promise.resolve(architectures),
    loadTokens: () => Promise.resolve(scene.tokenBooks ?? []),
  }
  return fakeContext({ files, prices, ...scene.context })
}

/** Prices the scene's manifest. */
export async function cost(input: Partial<CostInput> = {}, scene: Scene = {}) {
  return await estimateCost(
    { manifest: "aidep.yaml", all: false, workload: {}, curves: false, ...input },
    costContext(scene),
  )
}
