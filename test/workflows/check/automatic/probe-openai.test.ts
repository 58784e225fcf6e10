import { expect, test } from "vitest"
import { probeOpenAi } from "../../../../src/workflows/check/automatic/probe-openai.ts"
import type { ScriptedOutcome } from "../../../support/scripted-prober.ts"
import { scene } from "./scene.ts"

const served = (...ids: readonly string[]): ScriptedOutcome => ({
  body: JSON.stringify({ object: "list", data: ids.map((id) => ({ id })) }),
})

const part = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: finish }] })}\n\n`
const wholeStream = [..."abcd"].map((text) => part(text)).join("") + part("", "stop")

const streamed: ScriptedOutcome = {
  headers: { "content-type": "text/event-stream" },
  body: `${wholeStream}data: [DONE]\n\n`,
  chunks: [
    { atMs: 200, bytes: 100 },
    { atMs: 400, bytes: 10_000 },
  ],
}

test("a model that sleeps is waited for, and neither that nor its first chat counts", async () => {
  const { results, asked } = await probed({
    models: (attempt) => (attempt < 4 ? { statusCode: 503, tookMs: 9000 } : served("some/model")),
    chat: (attempt) => ({ ...streamed, tookMs: attempt === 1 ? 30_000 : 450 }),
  })
  expect(results).toMatchObject([
    { name: "lists its models", passed: true, timings: { totalMs: 10 }, warmUp: { probes: 4 } },
    { name: "streams a chat", passed: true, findings: [], timings: { totalMs: 450 } },
  ])
  expect(asked.at(-1)?.request).toEqual({
    method: "POST",
    url: "https://llm.example.com/v1/chat/completions",
    headers: { "content-type": "application/json", "x-api-key": "key-of-a-caller" },
    body: '{"model":"some/model","messages":[{"role":"user","content":"Say hello."}],"max_tokens":8,"stream":true}',
  })
  expect(asked.every(({ options }) => options.privateAddresses === "refused")).toBe(true)
})

test("another model than the manifest's is a warning, and is the one that is asked", async () => {
  const { results, asked } = await probed({ models: () => served("other/model") })
  expect(results[0]?.messages).toEqual([
    '"api" serves "other/model", and the manifest names "some/model".',
  ])
  expect(results[0]).toMatchObject({ passed: true, findings: [{ code: "probe/other-model" }] })
  expect(asked.at(-1)?.request.body).toContain('"model":"other/model"')
})

test("on a machine of one's own a stand-in may have another name", async () => {
  const { results } = await probed({
    models: () => served("stub"),
    address: "http://127.0.0.1:8000",
  })
  expect(results[0]?.findings).toEqual([])
})

test("a stream that comes all at once, and late, is a warning", async () => {
  const chunks = [{ atMs: 3000, bytes: 10_000 }]
  const { results } = await probed({ chat: () => ({ ...streamed, chunks, tookMs: 3000 }) })
  expect(results[1]?.findings.map(({ code }) => code)).toEqual(["probe/stream-at-once"])
})

test.each([
  ["a refusal", { statusCode: 401, body: '{"error":"key-of-a-caller is not known"}' }],
  ["an empty list", { body: '{"data":[]}' }],
  ["what is no JSON", { body: "<html>" }],
])("%s in place of models is an error without the key", async (_title, models) => {
  const { results, asked } = await probed({ models: () => models })
  expect(results).toHaveLength(1)
  expect(results[0]).toMatchObject({ passed: false, findings: [{ code: "probe/not-openai" }] })
  expect(JSON.stringify(results)).not.toContain("key-of-a-caller")
  expect(asked).toHaveLength(2)
})

test("nothing is sent where there is no key to send", async () => {
  const { results, asked } = await probed({ service: "access: internal" })
  expect(results.map(({ findings }) => findings.map(({ code }) => code))).toEqual([
    ["check/missing-credential"],
  ])
  expect(asked).toEqual([])
})

interface Given {
  readonly service?: string
  readonly address?: string
  readonly models?: (attempt: number) => ScriptedOutcome
  readonly chat?: (attempt: number) => ScriptedOutcome
}

async function probed({
  service = "access: public, secrets: [API_KEYS]",
  address = "https://llm.example.com",
  models = () => served("some/model"),
  chat = () => streamed,
}: Given) {
  const { subject, context, prober } = scene(
    {
      service: `kind: inference, model: { engine: vllm, id: some/model }, health: { path: /health, startup: 60s }, ${service}`,
      address,
    },
    ({ url }, attempt) => (url.endsWith("/v1/models") ? models(attempt) : chat(attempt)),
  )
  const [api] = subject.project.services
  if (api === undefined) throw new Error("There is no service.")
  return { results: await probeOpenAi(api, subject, context), asked: prober.asked }
}
