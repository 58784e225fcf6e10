import { describe, expect, test } from "vitest"
import { type ApiOutcome, failedWith } from "../../src/provider/api.ts"
import { makeOnce } from "../../src/provider/make-once.ts"
import { poll } from "../../src/provider/poll.ts"
import type { RemoteScope } from "../../src/provider/remote.ts"
import { virtualClock } from "../../src/workflows/rehearse/virtual-clock.ts"

function scopeWith(signal = new AbortController().signal) {
  const clock = virtualClock(0)
  const ports = { clock } as RemoteScope["ports"]
  return { clock, scope: { ports, signal } }
}

const fault = {
  code: "platform/unreachable",
  message: "No.",
  hint: "",
  exit: 69,
  details: {},
} as const
const lost = failedWith(fault, { maybeDone: true })
const refused = failedWith(fault)

/** Answers with one outcome after the other, and counts how often it was asked. */
function scripted<T>(outcomes: readonly ApiOutcome<T>[]) {
  const asked = { count: 0 }
  const next = async (): Promise<ApiOutcome<T>> => {
    const outcome = outcomes[asked.count]
    asked.count += 1
    if (outcome === undefined) throw new Error("asked too often")
    return outcome
  }
  return { asked, next }
}

const done = <T>(value: T): ApiOutcome<T> => ({ status: "done", value })

describe("making something once", () => {
  test.each([
    ["an answer", [done("made")], [], "made"],
    ["a refusal", [refused], [], refused],
    ["a lost answer, found", [lost], [done(undefined), done("found")], "found"],
    ["a lost answer, found after a failed look", [lost], [refused, done("found")], "found"],
    [
      "a lost answer, not found",
      [lost, done("second")],
      [done(undefined), done(undefined), done(undefined)],
      "second",
    ],
  ] as const)("%s", async (_, answers, looks, expected) => {
    const make = scripted<string>(answers)
    const find = scripted<string | undefined>(looks)
    const { scope } = scopeWith()
    const outcome = await makeOnce({ make: make.next, find: find.next }, scope)
    expect(outcome).toEqual(typeof expected === "string" ? done(expected) : expected)
    expect([make.asked.count, find.asked.count]).toEqual([answers.length, looks.length])
  })

  test("stops with the lost answer when it is interrupted", async () => {
    const make = scripted<string>([lost])
    const find = scripted<string | undefined>([])
    const { scope } = scopeWith(AbortSignal.abort())
    expect(await makeOnce({ make: make.next, find: find.next }, scope)).toBe(lost)
  })
})

const seen = async () => "seen"

describe("polling", () => {
  const pauses = { firstPauseMs: 1000, longestPauseMs: 2000, longestMs: 10_000 }

  test("looks at once, then with growing pauses, until there is something", async () => {
    const { clock, scope } = scopeWith()
    const looks: number[] = []
    const look = async () => {
      looks.push(clock.nowMs())
      return looks.length < 5 ? undefined : "seen"
    }
    expect(await poll({ look, ...pauses }, scope)).toBe("seen")
    expect(looks).toEqual([0, 1000, 2500, 4500, 6500])
  })

  test("gives up in time, and at once when it is interrupted", async () => {
    const { clock, scope } = scopeWith()
    expect(await poll({ look: async () => undefined, ...pauses }, scope)).toBeUndefined()
    expect(clock.nowMs()).toBe(10_500)
    const interrupted = scopeWith(AbortSignal.abort())
    expect(await poll({ look: seen, ...pauses }, interrupted.scope)).toBeUndefined()
  })
})
