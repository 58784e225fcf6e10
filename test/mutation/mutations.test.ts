import { describe, expect, test } from "vitest"
import { allProviders } from "../support/all-providers.ts"
import { fixtureManifests } from "../support/fixture-manifests.ts"
import { mutator } from "./mutate.ts"
import { randomFrom } from "./random.ts"
import { pythonFaults, tryText } from "./try-mutant.ts"

/** The short form of run.ts, which `npm run test:mutations` starts with 100,000 mutants. */
const count = 3000
const firstSeed = 20_261_121

const texts = fixtureManifests().map(({ text }) => text)
const mutate = mutator(texts)
const providers = await allProviders()
const seeds = Array.from({ length: count }, (_, index) => firstSeed + index)

describe("mutants", () => {
  test("follow from their seed alone", () => {
    const again = mutator(texts)
    for (const seed of seeds.slice(0, 100)) expect(again(seed)).toEqual(mutate(seed))
  })

  test("give a project or diagnostics with place and hint, never an exception", () => {
    const trials = seeds.map((seed) => {
      const { bytes, mutations } = mutate(seed)
      const trial = tryText(bytes, { providers, random: randomFrom(seed) })
      return { seed, mutations, ...trial }
    })
    expect(trials.filter(({ faults }) => faults.length > 0)).toEqual([])
    expect(pythonFaults(trials.flatMap(({ files }) => files))).toEqual([])

    const reached = new Set(trials.map(({ stage }) => stage))
    expect([...reached].toSorted()).toEqual([
      "refused as a project",
      "refused as text",
      "refused by a platform",
      "rendered",
    ])
  }, 120_000)

  test("that are no mutants are rendered", () => {
    for (const text of texts) {
      const bytes = new TextEncoder().encode(text)
      const { faults, stage } = tryText(bytes, { providers, random: neverChosen })
      expect({ faults, stage }).toEqual({ faults: [], stage: "rendered" })
    }
  })
})

/** Chooses no environment and no target, and the first of everything. */
const neverChosen = {
  below: () => 0,
  pick: <Item>([first]: readonly [Item, ...(readonly Item[])]) => first,
  oneIn: (of: number) => of === 2,
}
