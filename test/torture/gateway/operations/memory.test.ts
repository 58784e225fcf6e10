import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { smallInstance } from "../support/gateway-process.ts"
import { completion, json } from "../support/scripts.ts"
import { chat, stageProcess } from "../support/stage.ts"

// Group 17: what callers send is forgotten. The benchmark does the same with a million keys.

const rounds = process.env["FULL"] === "1" ? 100_000 : 6_000
const mostMb = 140

test("neither addresses, keys nor questions that never come again pile up", async () => {
  const { gateway, ask, post, metric } = await stageProcess(
    json(completion("x".repeat(2000))),
    {
      CACHE: "all",
      CACHE_SIZE: "4MiB",
      TRUST_PROXY: "1",
      IP_RATE_LIMIT: "1000/1s",
      LOG_LEVEL: "error",
    },
    { nodeOptions: smallInstance },
  )
  const touch = async (index: number) => {
    const address = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
    const answers = await Promise.all([
      ask("/v1/models", { headers: { "x-api-key": `wrong-${index}`, "x-forwarded-for": address } }),
      post(
        "/v1/chat/completions",
        { ...chat, temperature: 0, user: String(index) },
        { headers: { "x-forwarded-for": address } },
      ),
    ])
    for (const answer of answers) await answer.arrayBuffer()
  }
  for (let index = 0; index < rounds; index += 50)
    await Promise.all(Array.from({ length: 50 }, async (_, offset) => await touch(index + offset)))
  const status = readFileSync(`/proc/${gateway.pid}/status`, "utf8")
  expect(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 976.5625).toBeLessThan(mostMb)
  expect(await metric("gateway_cache_bytes")).toBeLessThanOrEqual(4 * 1024 * 1024)
})
