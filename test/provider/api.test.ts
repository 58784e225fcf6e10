import { describe, expect, test } from "vitest"
import * as z from "zod"
import type { HttpOutcome, HttpRequest } from "../../src/ports/http.ts"
import { callApi, gather } from "../../src/provider/api.ts"
import type { RemoteScope } from "../../src/provider/remote.ts"

const client = {
  platform: "Acme",
  credential: { variable: "ACME_KEY", url: "https://acme.example/keys" },
  headers: { authorization: "Bearer key" },
  reasonIn: (body: unknown) => z.object({ message: z.string() }).safeParse(body).data?.message,
}

async function call(
  outcome: HttpOutcome,
  more: { readonly body?: unknown; readonly secrets?: readonly string[] } = {},
) {
  const sent: HttpRequest[] = []
  const send = async (request: HttpRequest) => {
    sent.push(request)
    return outcome
  }
  const ports = { http: { send } } as RemoteScope["ports"]
  const result = await callApi(
    {
      operation: "acme.createThing",
      method: "POST",
      url: "https://api.acme.example/things",
      effect: "change",
      idempotent: false,
      answer: z.object({ id: z.string() }),
      ...more,
    },
    client,
    { ports, signal: new AbortController().signal },
  )
  return { sent, result }
}

function answered(
  statusCode: number,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): HttpOutcome {
  return { status: "answered", statusCode, headers, body: JSON.stringify(body) }
}

test("a body is sent as JSON, with the client's headers and a time-out", async () => {
  const { result, sent } = await call(answered(201, { id: "1" }), { body: { name: "a" } })
  expect(result).toEqual({ status: "done", value: { id: "1" } })
  expect(sent).toEqual([
    {
      operation: "acme.createThing",
      method: "POST",
      url: "https://api.acme.example/things",
      effect: "change",
      idempotent: false,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization: "Bearer key",
      },
      body: '{"name":"a"}',
      timeoutMs: 30_000,
    },
  ])
})

test("a request without a body names no type of one", async () => {
  const { sent } = await call(answered(200, { id: "1" }))
  expect(sent[0]).not.toHaveProperty("body")
  expect(sent[0]?.headers).not.toHaveProperty("content-type")
})

describe("what is refused", () => {
  test.each([
    [401, "platform/unauthorized", 77, false],
    [402, "platform/quota", 77, false],
    [403, "platform/forbidden", 77, false],
    [404, "platform/not-found", 75, false],
    [410, "platform/not-found", 75, false],
    [409, "platform/refused", 1, false],
    [422, "platform/refused", 1, false],
    [429, "platform/rate-limited", 75, false],
    [500, "platform/unreachable", 69, true],
    [503, "platform/unreachable", 69, true],
  ])("with status %i is %s", async (statusCode, code, exit, maybeDone) => {
    const { result } = await call(answered(statusCode, { message: "no" }))
    expect(result).toMatchObject({
      status: "failed",
      statusCode,
      maybeDone,
      problem: { code, exit },
    })
  })

  test("tells how long to wait", async () => {
    const { result } = await call(answered(429, {}, { "retry-after": "12" }))
    expect(result).toMatchObject({ problem: { details: { seconds: 12 } } })
  })

  test("is told in the platform's words, without secrets, as one sentence", async () => {
    const body = { message: `bad value hunter2-long for KEY ${"x".repeat(1000)}` }
    const { result } = await call(answered(400, body), {
      secrets: ["hunter2", "hunter2-long", "a"],
    })
    if (result.status === "done") throw new Error("it was not refused")
    expect(result.problem.message).toMatch(
      /^Acme refuses it \(acme\.createThing\): bad value •••• for KEY x+\.$/,
    )
    expect(result.problem.message.length).toBeLessThan(450)
  })
})

function unanswered(maybeDone: boolean): HttpOutcome {
  return { status: "failed", kind: "cut", reason: "The connection was cut.", maybeDone }
}

test("a secret with signs that JSON escapes is hidden in both forms", async () => {
  const secret = 'line one\nand "two"'
  const body = { message: `${secret} or ${JSON.stringify(secret)}` }
  const { result } = await call(answered(400, body), { secrets: [secret] })
  expect(result).toMatchObject({
    problem: { message: 'Acme refuses it (acme.createThing): •••• or "••••".' },
  })
})

test("what never arrived is known not to be done; what was cut off may be", async () => {
  expect((await call(unanswered(true))).result).toMatchObject({
    maybeDone: true,
    statusCode: undefined,
  })
  expect((await call(unanswered(false))).result).toMatchObject({
    maybeDone: false,
    problem: { code: "platform/unreachable", exit: 69 },
  })
})

test.each(["", "not JSON", '{"id":1}'])("the answer %j is not guessed at", async (body) => {
  const { result } = await call({ status: "answered", statusCode: 200, headers: {}, body })
  expect(result).toMatchObject({
    status: "failed",
    maybeDone: true,
    problem: { code: "platform/unexpected-answer", exit: 69 },
  })
})

test("outcomes are gathered up to the first failure", async () => {
  const { result } = await call(answered(401))
  if (result.status === "done") throw new Error("it was not refused")
  expect(gather([{ status: "done", value: 1 }, result])).toBe(result)
  expect(gather([1, 2].map((value) => ({ status: "done", value })))).toEqual({
    status: "done",
    value: [1, 2],
  })
})
