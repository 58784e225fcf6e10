// The long form of mutations.test.ts: npm run test:mutations -- [count] [seed]
import { once } from "node:events"
import { Worker } from "node:worker_threads"
import { Tally } from "./tally.ts"
import type { TriedMutant, WorkerInput } from "./worker.ts"

/** A mutant that takes longer hangs: it is stopped, counted as a fault, and the next one is tried. */
const hangMs = 2000

const [count = 100_000, firstSeed = 1] = process.argv.slice(2).map(Number)
process.exitCode = (await run(firstSeed, firstSeed + count)) ? 0 : 1

async function run(first: number, end: number): Promise<boolean> {
  const tally = new Tally(end - first)
  console.log(`${end - first} mutants from seed ${first}.`)
  for (let next = first; next < end;) {
    const hung = await tryRange(next, end, tally)
    if (hung !== undefined) tally.addFault(hung, "takes longer than two seconds")
    next = hung === undefined ? end : hung + 1
  }
  return tally.close()
}

/** Tries the mutants from `first` on in a thread of their own; answers with the seed that hangs, if one does. */
async function tryRange(first: number, end: number, tally: Tally): Promise<number | undefined> {
  const current = new Int32Array(new SharedArrayBuffer(4))
  const workerData: WorkerInput = { first, end, current }
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData })
  worker.on("message", (tried: TriedMutant) => tally.add(tried))
  const watched = { seed: 0, since: performance.now() }
  const hung = new Promise<number>((resolve) => {
    const watchdog = setInterval(() => {
      const seed = Atomics.load(current, 0)
      if (seed !== watched.seed) Object.assign(watched, { seed, since: performance.now() })
      else if (seed !== 0 && performance.now() - watched.since > hangMs) resolve(seed)
    }, 250)
    worker.once("exit", () => clearInterval(watchdog))
  })
  const outcome = await Promise.race([once(worker, "exit").then(() => undefined), hung])
  if (outcome !== undefined) await worker.terminate()
  return outcome
}
