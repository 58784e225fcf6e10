import { parentPort, workerData } from "node:worker_threads"
import { allProviders } from "../support/all-providers.ts"
import { fixtureManifests } from "../support/fixture-manifests.ts"
import { mutator } from "./mutate.ts"
import { randomFrom } from "./random.ts"
import { type RenderedFile, type Trial, tryText } from "./try-mutant.ts"

export interface WorkerInput {
  readonly first: number
  readonly end: number
  /** The seed that is being tried, for the watchdog. */
  readonly current: Int32Array<SharedArrayBuffer>
}

export interface TriedMutant extends Omit<Trial, "files"> {
  readonly seed: number
  readonly mutations: readonly string[]
  readonly ms: number
  readonly fileCount: number
  readonly python: readonly RenderedFile[]
}

const { first, end, current }: WorkerInput = workerData
const mutate = mutator(fixtureManifests().map(({ text }) => text))
const providers = await allProviders()

for (let seed = first; seed < end; seed += 1) {
  Atomics.store(current, 0, seed)
  const { bytes, mutations } = mutate(seed)
  const started = performance.now()
  const { files, ...trial } = tryText(bytes, { providers, random: randomFrom(seed) })
  const tried: TriedMutant = {
    ...trial,
    seed,
    mutations,
    ms: performance.now() - started,
    fileCount: files.length,
    python: files.filter(({ format }) => format === "python"),
  }
  parentPort?.postMessage(tried, [])
}
