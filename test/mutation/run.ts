// The long form of mutations.test.ts: node --import ./bin/source.js test/mutation/run.ts [count] [seed]
import { allProviders } from "../support/all-providers.ts"
import { fixtureManifests } from "../support/fixture-manifests.ts"
import { mutator } from "./mutate.ts"
import { randomFrom } from "./random.ts"
import { tryText } from "./try-mutant.ts"

/** A mutant that takes longer hangs. */
const hangMs = 2000
const progressEvery = 5000
const shownFaults = 20

const [count = 100_000, firstSeed = 1] = process.argv.slice(2).map(Number)
process.exitCode = (await run(count, firstSeed)) ? 0 : 1

async function run(total: number, first: number): Promise<boolean> {
  const texts = fixtureManifests().map(({ text }) => text)
  const mutate = mutator(texts)
  const providers = await allProviders()
  const stages = new Map<string, number>()
  const faulty = new Map<string, number>()
  const slowest = { ms: 0, seed: first }
  const totals = { diagnostics: 0, files: 0, ms: 0 }
  console.log(
    `${total} mutants of ${texts.length} manifests, from seed ${first}, on ${providers.length} platforms.`,
  )
  for (let index = 0; index < total; index += 1) {
    const seed = first + index
    const { bytes, mutations } = mutate(seed)
    const started = performance.now()
    const trial = tryText(bytes, { providers, random: randomFrom(seed) })
    const ms = performance.now() - started
    if (ms > slowest.ms) Object.assign(slowest, { ms, seed })
    totals.ms += ms
    totals.diagnostics += trial.diagnostics
    totals.files += trial.files
    stages.set(trial.stage, (stages.get(trial.stage) ?? 0) + 1)
    const faults = ms > hangMs ? [...trial.faults, "takes too long"] : trial.faults
    for (const fault of faults) {
      const known = faulty.get(fault) ?? 0
      if (known === 0 && faulty.size < shownFaults)
        console.log(`Seed ${seed} (${mutations.join(", ")}): ${fault}`)
      faulty.set(fault, known + 1)
    }
    if ((index + 1) % progressEvery === 0)
      console.log(
        `${index + 1}: ${outcomes(stages)}; slowest ${slowest.ms.toFixed(0)} ms (seed ${slowest.seed})`,
      )
  }
  console.log(
    `${total} mutants: ${outcomes(stages)}. ${totals.diagnostics} diagnostics, ${totals.files} files, ` +
      `${(totals.ms / total).toFixed(2)} ms each, slowest ${slowest.ms.toFixed(0)} ms (seed ${slowest.seed}).`,
  )
  for (const [fault, times] of [...faulty].toSorted((a, b) => b[1] - a[1]).slice(0, shownFaults))
    console.log(`${times} x ${fault}`)
  console.log(faulty.size === 0 ? "Passed." : `Failed: ${faulty.size} kinds of faults.`)
  return faulty.size === 0
}

function outcomes(stages: ReadonlyMap<string, number>): string {
  return [...stages]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([stage, times]) => `${times} ${stage}`)
    .join(", ")
}
