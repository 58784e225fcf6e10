import { expect, test } from "vitest"
import { parseWhatIf } from "../../../../src/core/cost/what-if/parse-what-if.ts"

test("reads changes of the workload, of all models and of one service", () => {
  expect(
    parseWhatIf("idle=30s, gpu=L4,cacheHits=60%,gateway.target=fly,gateway.memory=1GiB,ping=off"),
  ).toEqual({
    ok: true,
    whatIf: {
      text: "idle=30s, gpu=L4,cacheHits=60%,gateway.target=fly,gateway.memory=1GiB,ping=off",
      workload: { cacheHits: 0.6, pingSeconds: undefined },
      services: [
        { service: undefined, scale: { idleMs: 30_000 } },
        { service: undefined, gpu: "L4" },
        { service: "gateway", target: "fly" },
        { service: "gateway", memoryMiB: 1024 },
      ],
      interruptible: false,
    },
  })
})

test.each([
  ["requests=100000", { workload: { requests: 100_000 } }],
  ["requests=1/second", { workload: { requests: 2_628_000 } }],
  ["activeHours=50%", { workload: { shape: { type: "hours", active: 0.5 } } }],
  ["responseSize=2KB", { workload: { responseBytes: 2000 } }],
  ["ping=5m", { workload: { pingSeconds: 300 } }],
  ["spot=yes", { interruptible: true }],
  ["min=0", { services: [{ scale: { min: 0 } }] }],
  ["max=3", { services: [{ scale: { max: 3 } }] }],
  ["concurrency=16", { services: [{ scale: { concurrency: 16 } }] }],
  ["cpu=0.5", { services: [{ cpu: 0.5 }] }],
  ["model=openai:gpt-5-nano", { services: [{ target: "openai", offer: "gpt-5-nano" }] }],
  ["model=cloudflare:@cf/meta/llama:8b", { services: [{ offer: "@cf/meta/llama:8b" }] }],
  [
    "api.offer=render:web.free",
    { services: [{ service: "api", target: "render", offer: "web.free" }] },
  ],
])("%s", (text, whatIf) => {
  expect(parseWhatIf(text)).toMatchObject({ ok: true, whatIf })
})

test.each([
  ["", "", /a key, "=" and a value/],
  ["idle", "idle", /a key, "=" and a value/],
  ["idel=30s", "idel=30s", /one of requests, cacheHits/],
  ["gpu=L4,idle=30", "idle=30", /a number and a unit/],
  ["cacheHits=120%", "cacheHits=120%", /a number and a unit/],
  ["requests=0", "requests=0", /above zero/],
  ["max=0", "max=0", /from 1 on/],
  ["min=-1", "min=-1", /from 0 on/],
  ["spot=perhaps", "spot=perhaps", /yes or no/],
  ["model=gpt-5-nano", "model=gpt-5-nano", /a platform, a colon/],
])("%j is refused at %j", (text, part, expected) => {
  const parsed = parseWhatIf(text)
  expect(parsed).toMatchObject({ ok: false, part })
  expect(parsed.ok ? "" : parsed.expected).toMatch(expected)
})
