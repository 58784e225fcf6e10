import { describe, expect, test } from "vitest"
import type { HttpOutcome, HttpRequest } from "../../../src/ports/http.ts"
import { platformRetries, retryingHttp } from "../../../src/workflows/deploy/platform-http.ts"
import { virtualClock } from "../../../src/workflows/rehearse/virtual-clock.ts"

const request: HttpRequest = {
  operation: "alpha.list",
  method: "GET",
  url: "https://api.alpha.test/things",
  headers: {},
  effect: "read",
  idempotent: true,
  timeoutMs: 1000,
}

const answer = (
  statusCode: number,
  headers: Readonly<Record<string, string>> = {},
): HttpOutcome => ({
  status: "answered",
  statusCode,
  headers,
  body: "",
})
const cut: HttpOutcome = { status: "failed", kind: "cut", reason: "It was cut.", maybeDone: true }
const refused: HttpOutcome = { ...cut, kind: "refused", maybeDone: false }

/** Sends against answers that are written down; the last one stands for all that follow. */
async function send(sent: HttpRequest, answers: readonly HttpOutcome[], signal?: AbortSignal) {
  const clock = virtualClock(0)
  const atMs: number[] = []
  const http = retryingHttp(
    {
      send: async () => {
        atMs.push(clock.nowMs())
        return answers[Math.min(atMs.length, answers.length) - 1] ?? cut
      },
    },
    { clock, random: { secretKey: () => "", fraction: () => 0.5 }, rule: platformRetries },
  )
  return { outcome: await http.send(sent, signal), atMs }
}

describe("a request to a platform", () => {
  test("that is idempotent is sent again, with pauses that grow", async () => {
    const { outcome, atMs } = await send(request, [answer(503), cut, answer(200)])
    expect(outcome).toEqual(answer(200))
    expect(atMs).toEqual([0, 250, 750])
  })

  test("waits as long as the platform asks, and not beyond the budget", async () => {
    const { atMs } = await send(request, [answer(429, { "retry-after": "9" }), answer(200)])
    expect(atMs).toEqual([0, 9000])
    const late = await send(request, [answer(429, { "retry-after": "3600" })])
    expect([late.outcome, late.atMs]).toEqual([answer(429, { "retry-after": "3600" }), [0]])
  })

  test("ends after all attempts with the last answer", async () => {
    const { outcome, atMs } = await send(request, [answer(500)])
    expect(outcome).toEqual(answer(500))
    expect(atMs).toHaveLength(platformRetries.attempts)
  })

  test.each([
    ["may have been carried out", cut, 1],
    ["was refused by a fault of the platform", answer(500), 1],
    ["provably was not carried out", refused, platformRetries.attempts],
    ["came too often", answer(429), platformRetries.attempts],
  ])("that changes something and %s", async (_, outcome, attempts) => {
    const change = { ...request, effect: "change", idempotent: false } as const
    expect((await send(change, [outcome])).atMs).toHaveLength(attempts)
  })

  test.each([400, 401, 404, 409])("is not sent again after %i", async (statusCode) => {
    expect((await send(request, [answer(statusCode)])).atMs).toHaveLength(1)
  })

  test("is not sent again after an interruption", async () => {
    const controller = new AbortController()
    controller.abort()
    expect((await send(request, [answer(503)], controller.signal)).atMs).toHaveLength(1)
  })
})
