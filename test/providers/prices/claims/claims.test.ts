import { describe, expect, test } from "vitest"
import { claims } from "./all-claims.ts"
import { type Claim, endsOf, type Figure, shown, verdictOf } from "./claim.ts"
import { openSeconds, openSecondsByFormula, t4OnModal } from "./priced.ts"

describe("claims of deployment guides", () => {
  test.each(claims)("$id: $says: $verdict", ({ claimed, compute, expected, verdict }) => {
    const computed = compute()
    expectClose(computed, expected)
    expect(verdictOf({ claimed }, computed)).toBe(verdict)
  })

  test("have an id each, and say what comes out and why", () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length)
    expect(claims.filter(({ because }) => because === "")).toEqual([])
  })
})

/** US dollars of a T4 on Modal for requests a month and idle windows in seconds, worked out by the formula. */
const idleTable = [
  { requests: 10_000, secondsEach: 0.6, active: 1, usd: { 2: 20, 60: 99, 180: 218, 300: 295 } },
  { requests: 10_000, secondsEach: 1.5, active: 1, usd: { 2: 21, 60: 100, 180: 219, 300: 296 } },
  { requests: 30_000, secondsEach: 1.5, active: 1, usd: { 2: 58, 60: 229, 180: 377, 300: 417 } },
  { requests: 100_000, secondsEach: 0.6, active: 1, usd: { 2: 141, 60: 390, 180: 431, 300: 431 } },
  { requests: 100_000, secondsEach: 1.5, active: 1, usd: { 2: 148, 60: 391, 180: 431, 300: 431 } },
  { requests: 10_000, secondsEach: 1.5, active: 0.33, usd: { 2: 19, 60: 76, 180: 125, 300: 138 } },
  {
    requests: 100_000,
    secondsEach: 1.5,
    active: 0.33,
    usd: { 2: 89, 60: 142, 180: 142, 300: 142 },
  },
] as const

describe("what an idle window costs", () => {
  const cells = idleTable.flatMap(({ usd, ...asked }) =>
    Object.entries(usd).map(([idle, expected]) => ({ ...asked, idle: Number(idle), expected })),
  )

  test.each(cells)(
    "$requests requests of $secondsEach s, $active of the day, window $idle s: $$expected",
    ({ expected, ...asked }) => {
      const simulated = t4OnModal(openSeconds(asked))
      const byFormula = t4OnModal(openSecondsByFormula(asked))
      expect(Math.abs(byFormula - expected)).toBeLessThan(Math.max(0.51, expected * 0.02))
      expect(Math.abs(simulated - expected)).toBeLessThan(Math.max(0.75, expected * 0.025))
    },
  )
})

describe("a verdict", () => {
  test.each<[Figure, Figure, Claim["verdict"]]>([
    [20, 20.9, "reproduced"],
    [20, 22, "contradicted"],
    [[5, 10], 9, "reproduced"],
    [[30, 70], 410, "contradicted"],
    [30, [6, 100], "depends"],
    [20, [16.43, 22.27], "reproduced"],
    [0, 0, "reproduced"],
  ])("of %j against %j is %s", (claimed, computed, verdict) => {
    expect(verdictOf({ claimed }, computed)).toBe(verdict)
  })

  test.each<[Figure, string, string]>([
    [410, "$ a month", "$410 a month"],
    [16.425, "$ a month", "$16.43 a month"],
    [[6, 100], "$ a month", "$6 to 100 a month"],
    [0.0000166667, "$ a GB second", "$0.0000167 a GB second"],
    [10, "GPUs", "10 GPUs"],
  ])("shows %j %s as %s", (figure, unit, text) => {
    expect(shown(figure, unit)).toBe(text)
  })
})

/** To a cent or two in a hundred: some of them are simulated. */
function expectClose(computed: Figure, expected: Figure): void {
  const wanted = endsOf(expected)
  for (const [index, value] of endsOf(computed).entries()) {
    const target = wanted[index] ?? NaN
    expect(Math.abs(value - target)).toBeLessThanOrEqual(Math.max(0.006, Math.abs(target) * 0.02))
  }
}
