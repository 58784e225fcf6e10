import { describe, expect, test } from "vitest"
import {
  type Holder,
  holderText,
  isSameHolder,
  judgeHolder,
  parseLock,
  releasedText,
} from "../../../src/core/release/lease.ts"

const heartbeatMs = Date.parse("2026-11-21T10:00:00.000Z")
const holder: Holder = {
  schema: "aidep/lock@1",
  owner: "a",
  host: "laptop",
  process: 7,
  reason: "deploy",
  since: "2026-11-21T09:59:00.000Z",
  heartbeat: "2026-11-21T10:00:00.000Z",
  leaseMs: 60_000,
}

describe("a holder", () => {
  test.each([
    ["its process is gone", 0, true, "gone"],
    ["its process is gone, whatever the clocks say", -9e9, true, "gone"],
    ["it spoke just now", 1_000, false, "alive"],
    ["it spoke just now on another machine", 59_999, undefined, "alive"],
    ["its lease is over", 60_000, undefined, "doubtful"],
    ["its lease is over and its process lives", 60_000, false, "doubtful"],
    ["its clock is a little ahead", -59_999, undefined, "alive"],
    ["its clock is far ahead", -60_000, undefined, "doubtful"],
  ] as const)("%s", (_, ageMs, gone, judged) => {
    expect(judgeHolder(holder, { nowMs: heartbeatMs + ageMs, gone })).toBe(judged)
  })

  test("whose heartbeat is no time is watched", () => {
    const broken = { ...holder, heartbeat: "yesterday" }
    expect(judgeHolder(broken, { nowMs: heartbeatMs, gone: undefined })).toBe("doubtful")
  })

  test("is named by its process, or by the run of a pipeline", () => {
    expect(holderText(holder)).toBe("deploy, process 7 on laptop, since 2026-11-21T09:59:00.000Z")
    expect(holderText({ ...holder, run: "https://git.test/runs/1" })).toBe(
      "deploy, https://git.test/runs/1, since 2026-11-21T09:59:00.000Z",
    )
  })

  test("is the same after a heartbeat, and another one with another owner", () => {
    expect(isSameHolder(holder, { ...holder, heartbeat: "later" })).toBe(true)
    for (const other of [{ owner: "b" }, { host: "b" }, { process: 8 }, { since: "b" }])
      expect(isSameHolder(holder, { ...holder, ...other })).toBe(false)
  })
})

describe("the text of a lock", () => {
  test.each([
    [JSON.stringify(holder), { status: "held", holder }],
    [releasedText(holder), { status: "free" }],
    ['{"schema":"aidep/lock@2","anything":1}', { status: "unknown" }],
    ["", { status: "free" }],
    ["{", { status: "free" }],
    ["null", { status: "free" }],
    ['{"process":7}', { status: "free" }],
  ])("%s", (text, parsed) => {
    expect(parseLock(text)).toEqual(parsed)
  })
})
