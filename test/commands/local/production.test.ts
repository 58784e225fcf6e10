import { expect, test } from "vitest"
import { shopFiles, shopManifest } from "./shop-stack.ts"
import { apiKey, projectKey, stack } from "./stack.ts"

interface Item {
  readonly id: string
  readonly answer: string
  readonly evidence: readonly string[]
}

const items = (stdout: string): readonly Item[] => JSON.parse(stdout).data.checklist
const answers = (stdout: string) =>
  Object.fromEntries(items(stdout).map(({ id, answer }) => [id, answer]))

/** The same shop with all that people rely on. */
const readyManifest = shopManifest
  .replace("env: { MODEL_URL", "env: { RATE_LIMIT: 60/60s, CACHE_SECONDS: 60, MODEL_URL")
  .replace("secrets: [API_KEYS]", "secrets: [API_KEYS, SENTRY_DSN]")
  .concat(
    "  - { name: numbers, service: gateway, request: GET /metrics, as: api-key, expect: { status: 200 } }\n",
    "observability: { errors: { target: sentry }, metrics: { target: prometheus } }\n",
  )

test("the production checklist is answered from what stands", async () => {
  const shop = await stack({
    ...shopFiles,
    ".env": `AIDEP_SECRET_KEY=${projectKey}\nAPI_KEYS=${apiKey}\nSENTRY_DSN=https://key@errors.example.com/1\n`,
  })
  const nothing = await shop.run("check", "--production", "--json")
  expect(nothing.exit, nothing.stdout + nothing.stderr).toBe(4)
  expect(answers(nothing.stdout)).toEqual({
    secrets: "yes",
    deployed: "no",
    "rate-limit": "no",
    cache: "no",
    "error-tracking": "no",
    health: "unknown",
    tls: "unknown",
    keys: "unknown",
    dashboard: "no",
  })

  expect((await shop.run("deploy")).exit).toBe(0)
  const deployed = await shop.run("check", "--production", "--json")
  expect(deployed.exit).toBe(4)
  expect(answers(deployed.stdout)).toMatchObject({
    deployed: "yes",
    health: "yes",
    tls: "not needed",
    keys: "yes",
    "rate-limit": "no",
  })
  const keys = items(deployed.stdout).find(({ id }) => id === "keys")
  expect(keys?.evidence).toEqual([
    "API_KEYS holds 1 key.",
    'A caller with a key is let in ("answers").',
    'A caller without one is refused ("refuses strangers").',
  ])

  const ports = [...shop.manifest().matchAll(/port: (\d+)/g)].flatMap(([, port]) => port ?? [])
  const [, head = ""] = /^([\s\S]*?)services:/.exec(shop.manifest()) ?? []
  shop.write(
    "aidep.yaml",
    ports.reduce((text, port) => text.replace("@port", port), head + readyManifest),
  )
  expect((await shop.run("deploy")).exit).toBe(0)
  const ready = await shop.run("check", "--production")
  expect(ready.exit, ready.stdout).toBe(0)
  expect(ready.stdout).toContain("9 of 9 items are answered.")
  expect(ready.stdout).toContain('"gateway" has "RATE_LIMIT: 60/60s" (aidep.yaml:')

  const summary = await shop.run("check", "--production", "--format", "markdown")
  expect(summary.stdout).toContain("### Ready for production")
  for (const { stdout, stderr } of [nothing, deployed, ready, summary])
    for (const secret of [apiKey, projectKey, "key@errors"])
      expect(stdout + stderr).not.toContain(secret)
  expect((await shop.run("destroy")).exit).toBe(0)
})
