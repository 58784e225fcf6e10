import { describe, expect, test } from "vitest"
import {
  emptyState,
  parseState,
  type Release,
  releaseId,
  withRelease,
} from "../../../src/core/release/state.ts"

function release(nowMs: number): Release {
  return {
    id: releaseId(nowMs),
    madeAt: new Date(nowMs).toISOString(),
    deployments: { api: "d-1" },
    platforms: { api: "alpha", cache: "alpha" },
    verdict: "live (platform evidence)",
  }
}

describe("the state of an environment", () => {
  test("is read as it was written", () => {
    const state = withRelease(withRelease(emptyState, release(1)), release(2))
    expect(parseState(JSON.stringify(state))).toEqual(state)
    expect(state.releases.map(({ id }) => id)).toEqual([releaseId(1), releaseId(2)])
    expect(emptyState.releases).toEqual([])
  })

  test.each([
    ["no JSON", "{"],
    ["another version", '{"schema":"aidep/state@2","releases":[]}'],
    ["a release without a verdict", '{"schema":"aidep/state@1","releases":[{"id":"r-1"}]}'],
    ["null", "null"],
  ])("is undefined for %s", (_, text) => {
    expect(parseState(text)).toBeUndefined()
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
})
