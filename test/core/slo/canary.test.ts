import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { randomNumbers } from "../../../src/core/cost/pool/random-numbers.ts"
import { judgeCanary } from "../../../src/core/slo/canary.ts"
import { type Sample, usualRules } from "../../../src/core/slo/compare.ts"
import { distributionOf } from "../../../src/core/slo/distribution.ts"

const names = ["greets", "counts", "refuses"]

const old = sample({ requests: 1000, errors: 2 })

describe("a step of a canary", () => {
  test.each([
    ["is promoted when nothing is worse", old, sample({ requests: 200 }), "promote", /no worse/],
    [
      "is promoted when it is better",
      sample({ requests: 500, errors: 30, meanMs: 300 }),
      sample({ requests: 500 }),
      "promote",
      /errors 0 % after 6 %/,
    ],
    [
      "is undone when it fails more",
      old,
      sample({ requests: 200, errors: 20 }),
      "undo",
      /errors 10 % after 0\.2 %/,
    ],
    [
      "is undone after a few requests that all failed",
      old,
      sample({ requests: 4, errors: 4 }),
      "undo",
      /errors 100 %/,
    ],
    [
      "waits after the first failure",
      old,
      sample({ requests: 1, errors: 1 }),
      "hold",
      /1 of the 50/,
    ],
    ["waits for requests", old, sample({ requests: 49 }), "hold", /new release had 49 of the 50/],
    [
      "waits for requests of the release before",
      sample({ requests: 3 }),
      sample({ requests: 90 }),
      "hold",
      /old release had 3 of the 50/,
    ],
    [
      "waits while more errors may be chance",
      old,
      sample({ requests: 60, errors: 1 }),
      "hold",
      /may be chance: errors 1\.7 % after 0\.2 %/,
    ],
    [
      "is undone when it is slower",
      old,
      sample({ requests: 500, meanMs: 200 }),
      "undo",
      /latency p50 .* ms after/,
    ],
    [
      "is promoted when it is slower by less than is tolerated",
      old,
      sample({ requests: 500, meanMs: 110 }),
      "promote",
      /no worse/,
    ],
    [
      "is undone when a golden prompt is not answered as before",
      { ...old, golden: answers(true, true, false) },
      { ...sample({ requests: 100 }), golden: answers(true, false, false) },
      "undo",
      /golden prompts 1 after 2/,
    ],
    [
      "is undone when its first token comes later",
      { ...old, firstTokensMs: drawn(300, 80) },
      { ...sample({ requests: 300 }), firstTokensMs: drawn(300, 160) },
      "undo",
      /first token p50/,
    ],
    [
      "is undone when it makes fewer tokens a second",
      { ...old, tokensPerSecond: around(300, 90) },
      { ...sample({ requests: 300 }), tokensPerSecond: around(300, 50) },
      "undo",
      /tokens a second/,
    ],
  ] satisfies readonly (readonly [string, Sample, Sample, string, RegExp])[])(
    "%s",
    (_title, before, after, verdict, reason) => {
      const judged = judgeCanary(before, after, usualRules)
      expect(judged.reason).toMatch(reason)
      expect(judged.verdict).toBe(verdict)
    },
  )

  test("of a release like the one before is undone in at most 5 of 100 rollouts", () => {
    const verdicts = Array.from({ length: 400 }, (_, seed) => {
      const [before, after] = [drawnSample(seed, 400), drawnSample(seed + 10_000, 400)]
      return judgeCanary(before, after, usualRules).verdict
    })
    expect(verdicts.filter((verdict) => verdict === "undo").length).toBeLessThan(20)
    expect(verdicts.filter((verdict) => verdict === "promote").length).toBeGreaterThan(200)
  })

  test("never promotes what fails by more than is tolerated", () => {
    const counts = fc.integer({ min: 50, max: 5000 })
    fc.assert(
      fc.property(counts, counts, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, share) => {
        const errors = Math.ceil(share * b)
        const [before, after] = [sample({ requests: a }), sample({ requests: b, errors })]
        const { verdict } = judgeCanary(before, after, usualRules)
        expect(verdict === "promote").toBe(errors / b <= usualRules.moreErrors)
      }),
      { numRuns: 60 },
    )
  })
})

function answers(...met: readonly boolean[]): ReadonlyMap<string, boolean> {
  return new Map(met.map((one, index) => [names[index] ?? "", one]))
}

interface Drawn {
  readonly requests: number
  readonly errors?: number
  readonly meanMs?: number
}

function sample({ requests, errors = 0, meanMs = 100 }: Drawn): Sample {
  return { requests, errors, latenciesMs: drawn(requests - errors, meanMs) }
}

/** Exponential, by its quantiles: no chance in it. */
function drawn(count: number, meanMs: number) {
  const values = Array.from(
    { length: count },
    (_, index) => -Math.log(1 - (index + 0.5) / count) * meanMs,
  )
  return distributionOf(values)
}

function around(count: number, middle: number) {
  return distributionOf(Array.from({ length: count }, (_, index) => middle + (index % 7) - 3))
}

/** Two of a hundred fail; the rest take 20 ms and an exponential time of 100 ms. */
function drawnSample(seed: number, requests: number): Sample {
  const numbers = randomNumbers(seed)
  const draws = Array.from({ length: requests }, () => ({
    failed: numbers.uniform() < 0.02,
    ms: 20 + 100 * numbers.exponential(),
  }))
  const good = draws.filter(({ failed }) => !failed)
  return {
    requests,
    errors: requests - good.length,
    latenciesMs: distributionOf(good.map(({ ms }) => ms)),
  }
}
