import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type JournalEntry,
  journalReleases,
  parseJournal,
  shortened,
  summarizeJournal,
} from "../../../src/core/release/journal.ts"
import type { Release } from "../../../src/core/release/state.ts"

const at = "2026-11-21T10:00:00.000Z"

function release(id: string, verdict: Release["verdict"] = "live"): Release {
  return { id, madeAt: at, deployments: {}, platforms: {}, verdict, parts: [] }
}

const step = fc.record({
  at: fc.constant(at),
  address: fc.constantFrom("a", "b", "c", "d", "e"),
  provider: fc.constantFrom("alpha", "beta"),
  change: fc.constantFrom("create" as const, "update" as const, "remove" as const),
})
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  step.map((one) => ({ type: "intent" as const, ...one })),
  fc
    .tuple(step, fc.constantFrom("applied" as const, "failed" as const, "removed" as const))
    .chain(([one, status]) =>
      fc
        .constantFrom({}, { id: "1" }, { id: "2" })
        .map((id) => ({ type: "outcome" as const, ...one, status, ...id })),
    ),
  fc.constantFrom("deploy", "destroy").map((command) => ({
    type: "begin" as const,
    at,
    command,
    by: "process 1",
  })),
  fc.constant({ type: "end" as const, at, status: "live" }),
  fc.integer({ min: 1, max: 400 }).chain((number) =>
    fc.constantFrom("live" as const, "not-live" as const).map((verdict) => ({
      type: "release" as const,
      at,
      release: release(`r-${String(number).padStart(4, "0")}`, verdict),
    })),
  ),
)

describe("a journal", () => {
  test("is read line by line; a line that was cut off is left out", () => {
    const begin = { type: "begin", at, command: "deploy", by: "process 1" }
    const text = `${JSON.stringify(begin)}\n{"type":"intent","at\n\n{"type":"later"}\n`
    expect(parseJournal(text)).toEqual([begin])
  })

  test("knows, for each platform, the ids of what was made and not removed", () => {
    const outcome = { type: "outcome", at, address: "a", change: "create" } as const
    const made = [
      { ...outcome, provider: "alpha", status: "applied", id: "1" },
      { ...outcome, provider: "beta", status: "applied", id: "2" },
    ] as const
    const removedThere = { ...outcome, provider: "alpha", status: "removed" } as const
    const removedHere = { ...outcome, provider: "beta", status: "removed" } as const
    const [alpha, beta] = [new Map([["a", "1"]]), new Map([["a", "2"]])]
    expect(summarizeJournal(made).known).toEqual(new Map(Object.entries({ alpha, beta })))
    expect(summarizeJournal([...made, removedThere]).known).toEqual(new Map([["beta", beta]]))
    expect(summarizeJournal([...made, removedHere]).known).toEqual(new Map([["alpha", alpha]]))
  })

  test("is shortened when that is worth it, and tells the same afterwards", () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 250, maxLength: 400 }), (drawn) => {
        const entries = drawn.map((one) => structuredClone(one))
        const short = shortened(entries)
        if (short === undefined) return
        expect(short.length).toBeLessThanOrEqual(entries.length - 100)
        const [before, after] = [summarizeJournal(entries), summarizeJournal(short)]
        expect(after.ended).toBe(before.ended)
        expect(new Map([...after.known].toSorted())).toEqual(new Map([...before.known].toSorted()))
        expect(new Set(after.open)).toEqual(new Set(before.open))
        const all = entries.filter(({ type }) => type === "release")
        const kept = short.filter(({ type }) => type === "release")
        expect(kept.slice(-10)).toEqual(all.slice(-10))
      }),
      { numRuns: 50 },
    )
    const steps = Array.from({ length: 300 }, (): JournalEntry => ({
      type: "end",
      at,
      status: "live",
    }))
    expect(shortened(steps)).toHaveLength(1)
    expect(shortened(steps.slice(0, 100))).toBeUndefined()
  })

  test("keeps the newest proven release when it is shortened", () => {
    const proven: JournalEntry = { type: "release", at, release: release("r-1") }
    const failed = Array.from({ length: 300 }, (_, index): JournalEntry => ({
      type: "release",
      at,
      release: release(`r-2${index}`, "not-live"),
    }))
    expect(shortened([proven, ...failed])).toEqual([proven, ...failed.slice(-10)])
  })

  test("has each release once, as it was last written", () => {
    const entries = [release("r-1"), release("r-2"), release("r-1", "unknown")].map(
      (one): JournalEntry => ({ type: "release", at, release: one }),
    )
    expect(journalReleases(entries)).toEqual([release("r-1", "unknown"), release("r-2")])
  })
})
