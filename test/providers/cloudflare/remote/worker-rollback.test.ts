import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { createContext } from "../../../../src/cli/context.ts"
import { isEmpty } from "../../../../src/core/plan/plan.ts"
import { AidepError } from "../../../../src/errors/aidep-error.ts"
import { deploy } from "../../../../src/workflows/deploy/deploy.ts"
import { rollback } from "../../../../src/workflows/deploy/rollback.ts"
import { plan } from "../../../../src/workflows/plan/plan.ts"
import { rehearsalContext } from "../../../../src/workflows/rehearse/rehearsal-context.ts"

const root = join(import.meta.dirname, "../../../..")
const secrets = { AIDEP_SECRET_KEY: "canary-key-55d0e1", API_KEYS: "canary-api-8ad31f" }

/** Stands for the pushed commit, whose folders are told apart by what is in them. */
const assumed = { commit: "0".repeat(40), repository: undefined, treeOf: async () => undefined }
const input = {
  manifest: "aidep.yaml",
  progress: () => {},
  signal: new AbortController().signal,
  assumed,
}

const manifest = (more: string) => `version: 1
name: shop
services:
  site: { kind: static, source: ./web, targets: [cloudflare], output: dist }
  gateway:
    kind: web
    source: ./gateway
    targets: [cloudflare]
    health: { path: /health, release: header }
    env: { SITE: "\${services.site.url}" }
    secrets: [API_KEYS]
${more}`

const strategies = [
  { name: "all at once", more: "", domains: [] },
  {
    name: "a canary behind the edge",
    more: `edge: { target: cloudflare, domain: api.example.com, service: gateway, tls: strict }
rollout: { strategy: canary, steps: [25%, 100%] }
`,
    domains: ["api.example.com"],
  },
]

describe.each(strategies)("with $name", ({ domains, more }) => {
  async function open() {
    const folder = mkdtempSync(join(tmpdir(), "aidep-cloudflare-"))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const base = { ...(await createContext(root)), workingFolder: folder }
    const asked = { faults: [], secrets, platforms: ["cloudflare"], domains }
    const { context, simulations, timeline } = await rehearsalContext(asked, base)
    const write = (version: string) => {
      const files = {
        "aidep.yaml": manifest(more),
        "web/dist/index.html": `<h1>${version}</h1>`,
        "gateway/src/worker.ts": `// ${version}\nexport default {}`,
      }
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    }
    const state = () => readFileSync(join(folder, ".aidep/state/production.json"), "utf8")
    return { context, simulations, timeline, write, state }
  }

  test("going back deploys the versions that Cloudflare kept", async () => {
    const { context, state, timeline, write } = await open()
    for (const version of ["a", "b"]) {
      write(version)
      await deploy(input, context)
    }
    const [first] = JSON.parse(state()).releases
    const before = timeline.entries().length
    const { restored, verdict } = await rollback({ ...input, to: undefined }, context)
    expect(restored).toBe(first.id)
    expect(verdict.status).toMatch(/^live/)
    const calls = timeline.entries().slice(before)
    const made = calls.flatMap((entry) =>
      entry.type === "call" && /create|update|bundle/.test(entry.operation)
        ? [entry.operation]
        : [],
    )
    expect(new Set(made)).toEqual(new Set(["cloudflare.createDeployment"]))
    write("a")
    expect(isEmpty((await plan(input, context)).plan)).toBe(true)
    expect(Object.values(secrets).some((secret) => state().includes(secret))).toBe(false)
  })

  test("a version whose code ends at the start is undone with the whole release", async () => {
    const { context, simulations, write } = await open()
    write("a")
    await deploy(input, context)
    write("b")
    simulations.get("cloudflare")?.breakNext("gateway", "crash-loop")
    const error = await deploy(input, context).catch((thrown: unknown) => thrown)
    if (!(error instanceof AidepError)) throw new Error("It went well.")
    expect(error.details).toMatchObject({ undone: true })
    expect(JSON.stringify(error.details)).toContain("a setting is missing")
    write("a")
    expect(isEmpty((await plan(input, context)).plan)).toBe(true)
  })
})
