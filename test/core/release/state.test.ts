import { describe, expect, test } from "vitest"
import {
  completedState,
  emptyState,
  parseState,
  type Release,
  releaseId,
  salvagedReleases,
  withRelease,
} from "../../../src/core/release/state.ts"

function release(nowMs: number): Release {
  return {
    id: releaseId(nowMs),
    madeAt: new Date(nowMs).toISOString(),
    deployments: { api: "d-1" },
    platforms: { api: "alpha", cache: "alpha" },
    verdict: "live (platform evidence)",
    parts: [],
  }
}

describe("the state of an environment", () => {
  test("is read as it was written", () => {
    const state = withRelease(withRelease(emptyState, release(1)), release(2))
    expect(parseState(JSON.stringify(state))).toEqual({ status: "parsed", state })
    expect(state.releases.map(({ id }) => id)).toEqual([releaseId(1), releaseId(2)])
    expect(emptyState.releases).toEqual([])
  })

  test("that an earlier aidep wrote is read, its releases without what is needed to go back", () => {
    const { parts: _, ...older } = release(1)
    const text = JSON.stringify({ schema: "aidep/state@1", releases: [older] })
    expect(parseState(text)).toEqual({
      status: "parsed",
      state: { schema: "aidep/state@2", releases: [release(1)] },
    })
  })

  test.each([
    ["no JSON", "{", "damaged"],
    ["a text that was cut off", '{"schema":"aidep/state@2","rele', "damaged"],
    [
      "a release without a verdict",
      '{"schema":"aidep/state@1","releases":[{"id":"r-1"}]}',
      "damaged",
    ],
    ["null", "null", "damaged"],
    ["a later version", '{"schema":"aidep/state@9","releases":[]}', "newer"],
  ])("is told apart from %s", (_, text, status) => {
    expect(parseState(text)).toMatchObject({ status })
  })

  test("keeps the newest 100 releases", () => {
    const times = Array.from({ length: 105 }, (_, index) => index)
    const { releases } = times.reduce(
      (state, nowMs) => withRelease(state, release(nowMs)),
      emptyState,
    )
    expect(releases).toHaveLength(100)
    expect([releases.at(0)?.id, releases.at(-1)?.id]).toEqual([releaseId(5), releaseId(104)])
  })

  test("ids of releases sort by time", () => {
    expect(releaseId(Date.parse("2026-11-21T09:08:07.006Z"))).toBe("r-20261121t090807006z")
    const times = [0, 1e9, 1e12, 1.7e12]
    expect(times.map(releaseId).toSorted()).toEqual(times.map(releaseId))
  })

  test.each([
    ["nothing where the journal has no more", [1, 2], [1, 2], [1, 2]],
    ["what was written last", [1, 2], [2, 3, 4], [1, 2, 3, 4]],
    ["all where nothing is left of it", [], [2, 3], [2, 3]],
    ["what was written after a clock was set back", [8, 9], [9, 1], [8, 9, 1]],
    ["nothing that it had and dropped", [7, 8], [2, 8], [7, 8]],
  ])("gets from the journal %s", (_, history, journal, whole) => {
    const { releases } = completedState(history.map(release), journal.map(release))
    expect(releases).toEqual(whole.map(release))
  })
})

describe("a history that was cut off", () => {
  const whole = [1, 2, 3].map(release)
  const text = `${JSON.stringify({ ...emptyState, releases: whole }, null, 2)}\n`
  const starts = [...text.matchAll(/"id":/g)].map(({ index }) => index)

  test("gives back the releases that stand there as a whole, wherever it was cut", () => {
    for (let length = 0; length < text.length - 4; length++) {
      const ended = starts.filter((start) => start < length).length
      const found = salvagedReleases(text.slice(0, length))
      expect([ended, ended - 1]).toContain(found.length)
      expect(found).toEqual(whole.slice(0, found.length))
    }
  })

  test.each(["", "{", "null", "\n    }", "no history\n    }\n    }"])(
    "%j gives back none",
    (other) => {
      expect(salvagedReleases(other)).toEqual([])
    },
  )
})
