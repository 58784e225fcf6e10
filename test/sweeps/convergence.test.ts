import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { isEmpty, type Plan } from "../../src/core/plan/plan.ts"
import { deploy } from "../../src/workflows/deploy/deploy.ts"
import { plan } from "../../src/workflows/plan/plan.ts"
import { stackNamed } from "./stacks.ts"
import { memoryWorld, writeManifest, writeStack } from "./world.ts"

const digest = (digit: string) => `@sha256:${digit.repeat(64)}`
const input = { manifest: "aidep.yaml", progress: () => {}, signal: new AbortController().signal }

interface Shop {
  readonly deploy: (manifest: string) => Promise<void>
  readonly plan: (manifest: string) => Promise<Plan>
}

async function shopOn(platform: string): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), "aidep-convergence-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { context } = await memoryWorld(folder, platform)
  writeStack(folder, platform, "a")
  return {
    deploy: async (manifest) => {
      writeManifest(folder, manifest)
      await deploy(input, context)
    },
    plan: async (manifest) => {
      writeManifest(folder, manifest)
      return (await plan(input, context)).plan
    },
  }
}

interface Versions {
  readonly api?: string
  readonly worker?: string
  readonly greeting?: string
  readonly min?: number
}

function manifest(platform: string, versions: Versions = {}): string {
  const { api = "a", worker = "a", greeting = "hello", min = 1 } = versions
  return `version: 1
name: shop
services:
  api:
    kind: web
    image: ghcr.io/acme/api${digest(api)}
    targets: [${platform}]
    size: { cpu: 0.5, memory: 512MB }
    scale: { min: ${min}, max: ${min} }
    health: { path: /health, release: header }
    env: { DATABASE_URL: "\${resources.data.url}", CACHE_URL: "\${resources.cache.url}", GREETING: ${greeting} }
    secrets: [API_KEYS]
  worker:
    kind: worker
    image: ghcr.io/acme/worker${digest(worker)}
    targets: [${platform}]
    env: { API: "\${services.api.url}" }
  nightly:
    kind: job
    image: ghcr.io/acme/nightly${digest("c")}
    targets: [${platform}]
    schedule: "0 3 * * *"
    secrets: [HF_TOKEN]
resources:
  cache: { kind: redis, targets: [${platform}] }
  data: { kind: postgres, targets: [${platform}] }
`
}

const touched = ({ changes }: Plan) =>
  changes.filter(({ change }) => change !== "none").map(({ owner, change }) => `${change} ${owner}`)

describe.each(["render", "railway"])("after a deploy to %s", (platform) => {
  test("the plan is empty, after the first one and after an update", async () => {
    const shop = await shopOn(platform)
    await shop.deploy(manifest(platform))
    expect(isEmpty(await shop.plan(manifest(platform)))).toBe(true)
    const changed = manifest(platform, { api: "b", greeting: "hi", min: 2 })
    await shop.deploy(changed)
    expect(isEmpty(await shop.plan(changed))).toBe(true)
  })

  test("a change of one service touches it alone, and says what changes", async () => {
    const shop = await shopOn(platform)
    await shop.deploy(manifest(platform))
    expect(touched(await shop.plan(manifest(platform, { worker: "b" })))).toEqual(["update worker"])
    const plain = await shop.plan(manifest(platform, { greeting: "hi" }))
    expect(touched(plain)).toEqual(["update api"])
    expect(plain.changes.find(({ owner }) => owner === "api")?.fields).toContainEqual({
      path: "env.GREETING",
      before: { type: "value", value: "hello" },
      after: { type: "value", value: "hi" },
      forcesReplacement: false,
    })
    expect(JSON.stringify(plain)).not.toMatch(/canary-/)
  })

  test("what the manifest no longer has is planned for removal, with its data", async () => {
    const shop = await shopOn(platform)
    await shop.deploy(manifest(platform))
    const without = manifest(platform)
      .replace(/ {2}data: .*\n/, "")
      .replace(/DATABASE_URL: [^,]*, /, "")
    const { changes } = await shop.plan(without)
    expect(changes.filter(({ change }) => change === "remove")).toMatchObject([
      { owner: "data", destroysData: true },
    ])
  })
})

test("over five platforms, a new version touches what it is of and nothing else", async () => {
  const shop = await shopOn("everywhere")
  const { manifest: at } = stackNamed("everywhere")
  await shop.deploy(at("a"))
  expect(isEmpty(await shop.plan(at("a")))).toBe(true)
  expect(touched(await shop.plan(at("b")))).toEqual(["update gateway", "update inference"])
  await shop.deploy(at("b"))
  expect(isEmpty(await shop.plan(at("b")))).toBe(true)
})
