import { describe, expect, test } from "vitest"
import { completion, inOrder, json, refusal } from "../support/scripts.ts"
import type { Script } from "../support/scripted-upstream.ts"
import { chat, codeOf, runtimes, stage, upstreamFor } from "../support/stage.ts"

// An upstream of Modal's kind: it sleeps, answers long work with 303 and a result to fetch, and checks its own pair.

const answered = completion("hello")
const modal = {
  UPSTREAM_KIND: "modal",
  MODAL_KEY: "wk-key",
  MODAL_SECRET: "ws-secret",
  RETRIES: "0",
}
const elsewhere =
  (location: string): Script =>
  ({ response }) =>
    response.writeHead(303, { location }).end()

describe.each(runtimes)("on $name", (runtime) => {
  test("a result behind 303 is fetched with GET and the pair, as often as it takes", async () => {
    const { upstream, post } = await stage(
      inOrder(elsewhere("/?__modal_function_call_id=fc-1"), elsewhere("/?again=1"), json(answered)),
      modal,
      runtime,
    )
    expect(await (await post("/v1/chat/completions", chat)).json()).toEqual(answered)
    expect(upstream.received.map(({ method }) => method)).toEqual(["POST", "GET", "GET"])
    for (const { headers } of upstream.received)
      expect([headers["modal-key"], headers["modal-secret"]]).toEqual(["wk-key", "ws-secret"])
  })

  test("303 to another origin is not followed, and no secret goes there", async () => {
    const other = await upstreamFor(json(answered))
    const { post } = await stage(elsewhere(`${other.url}/result`), modal, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([502, "bad_upstream"])
    expect(other.received).toHaveLength(0)
  })

  test("303 in a circle comes to an end", async () => {
    const { upstream, post } = await stage(elsewhere("/circle"), modal, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([502, "bad_upstream"])
    expect(upstream.received.length).toBeLessThanOrEqual(22)
  })

  test("a replica that sleeps is waited for, and the breaker stays shut", async () => {
    const asleep = Array.from({ length: 3 }, () => refusal(503))
    const { post } = await stage(
      inOrder(refusal(503), ...asleep, json(answered)),
      { ...modal, COLD_START: "30s", BREAKER_REQUESTS: "2" },
      runtime,
    )
    expect(await (await post("/v1/chat/completions", chat)).json()).toEqual(answered)
  })

  test("one that does not wake up in time is 503, and says so", async () => {
    const { post } = await stage(refusal(503), { ...modal, COLD_START: "500ms" }, runtime)
    const answer = await post("/v1/chat/completions", chat)
    expect([answer.status, await codeOf(answer)]).toEqual([503, "upstream_cold"])
    expect(answer.headers.get("retry-after")).not.toBeNull()
  })
})
