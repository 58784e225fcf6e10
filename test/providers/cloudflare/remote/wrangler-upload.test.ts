import { afterAll, beforeAll, describe, expect, test } from "vitest"
import cloudflare from "../../../../providers/cloudflare/provider.ts"
import { partsOf } from "../../../../providers/cloudflare/remote/worker/upload/form.ts"
import type { Account } from "../../../../providers/cloudflare/simulator/account.ts"
import type { Script, Version } from "../../../../providers/cloudflare/simulator/worker/account.ts"
import { cloudflareSimulator } from "../../../../providers/cloudflare/simulator.ts"
import { execaProcesses } from "../../../../src/adapters/execa-processes.ts"
import { nodeFiles } from "../../../../src/adapters/node-files.ts"
import type { Command } from "../../../../src/ports/processes.ts"
import type { RemoteScope } from "../../../../src/provider/remote.ts"
import type { Simulation } from "../../../../src/provider/simulation.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"
import { simulatePlatform } from "../../../support/simulated-platform.ts"
import { commit, deploy, projectOn } from "../../../support/simulated-project.ts"
import { render } from "../manifests.ts"
import { ended, failures } from "./worker-shop.ts"
import { type ServedSimulation, serveSimulation, wranglerFolder } from "./wrangler-server.ts"

/** Everything that a Worker and a site can have, but for a domain. */
const manifest = `
version: 1
name: shop
services:
  gateway:
    kind: web
    source: ./services/gateway
    targets: [cloudflare]
    env: { RATE: 60/60s, FILES_URL: "\${resources.files.url}" }
    secrets: [API_KEYS]
    platforms: { cloudflare: { cpuMs: 300, placement: smart, workersCache: true } }
  clean: { kind: job, source: ./jobs/clean, targets: [cloudflare], schedule: "*/30 3 * * 1-5" }
  site: { kind: static, source: ./web, targets: [cloudflare], output: dist }
resources:
  files: { kind: bucket, targets: [cloudflare] }
platforms: { cloudflare: { notFound: 404-page } }
`

const sources = {
  "services/gateway/src/worker.ts": `
import { Buffer } from "node:buffer"
import text from "./words.txt"
export default { fetch: () => new Response(Buffer.from("Grüße: " + text).toString("base64")) }
`,
  "services/gateway/src/words.txt": "naïve – 日本語\r\n--not-a-boundary\r\n",
  "jobs/clean/src/worker.ts": "export default { scheduled: () => console.log('cleaned') }",
  "web/dist/index.html": "<h1>Shop</h1>",
  "web/dist/assets/app.js": "alert(1)",
  "web/dist/_headers": "/*\n  X-Frame-Options: DENY\n",
}

const services = ["gateway", "clean", "site"] as const
const rendered = render(manifest)
const on = projectOn(cloudflare, manifest)

function accountOf(simulation: Simulation): Account {
  return simulation.save() as Account
}

/** What of a script is decided by who uploads it. */
function shape(script: Script | undefined) {
  const { crons, logs, versions = [], workersDev } = script ?? {}
  return { crons, logs, workersDev, version: versionShape(versions.at(-1)) }
}

/** The variable that only aidep knows, and the order of bindings, are left out. */
function versionShape(version: Version | undefined) {
  if (version === undefined) return undefined
  const {
    annotations: _,
    assets,
    bindings,
    createdAtMs: __,
    id: ___,
    number: ____,
    ...rest
  } = version
  const known = bindings
    .filter(({ name }) => !name.startsWith("AIDEP_"))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const paths = assets === null ? null : Object.keys(assets.files).toSorted()
  return { ...rest, bindings: known, config: assets?.config ?? null, paths }
}

describe("wrangler 4.164.0 and the driver", () => {
  let folder: Awaited<ReturnType<typeof wranglerFolder>>
  let served: ServedSimulation
  let theirs: Account
  let ours: Account
  let said = ""
  let modules: { readonly theirs: readonly string[]; readonly ours: readonly string[] }

  beforeAll(async () => {
    folder = await wranglerFolder({
      ...sources,
      ...Object.fromEntries(rendered.files),
      "secrets.json": JSON.stringify({
        API_KEYS: "secret-value-of-API_KEYS",
        FILES_URL:
          "https://5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e.r2.cloudflarestorage.com/shop-production-files",
      }),
    })
    ours = await deployOurs()
    const simulation = cloudflareSimulator.start({ clock: virtualClock() })
    const { buckets } = ours
    simulation.restore({ ...accountOf(simulation), buckets })
    served = await serveSimulation(simulation)
    const upload = async (service: string): Promise<string> => {
      const secrets = service === "gateway" ? ["--secrets-file", "secrets.json"] : []
      const args = ["deploy", "-c", `wrangler.${service}.jsonc`, ...secrets]
      return await folder.run(args, served.address)
    }
    // The first upload of a site leaves its logs off, the second turns them on.
    const first = await Promise.all(services.map(upload))
    const second = await Promise.all([upload("gateway"), upload("site")])
    said = [...first, ...second].join("\n")
    theirs = accountOf(simulation)
  }, 300_000)

  afterAll(async () => {
    await served?.close()
    await folder?.remove()
  })

  /** With the real wrangler, and everything else as in a deploy. */
  async function deployOurs(): Promise<Account> {
    const platform = await simulatePlatform(cloudflare)
    const bare = platform.scope
    const real = {
      ...platform,
      scope: (changes: Partial<RemoteScope> = {}): RemoteScope => {
        const scope = bare(changes)
        const processes = { ...scope.ports.processes, run: runForReal }
        return {
          ...scope,
          folder: folder.path,
          machine: {
            ...scope.machine,
            nodePath: process.execPath,
            staticServer: import.meta.filename,
          },
          ports: { ...scope.ports, files: nodeFiles, processes },
        }
      },
    }
    expect(failures(await deploy(real, on))).toEqual([])
    const uploads = platform.exchanges.filter(({ request }) => request.method === "PUT")
    modules = { ours: uploads.flatMap(({ request }) => modulesIn(request.body)), theirs: [] }
    return accountOf(platform.simulation)
  }

  test("wrangler says nothing against what it reads, and is told nothing wrong", () => {
    expect(said).not.toMatch(/error|warning|exit code/i)
    const refused = served.requests.filter(
      ({ outcome }) => outcome.status === "answered" && outcome.statusCode >= 400,
    )
    const asked = refused.map(({ request }) => request.url.split("/").slice(7).join("/"))
    expect(
      asked.every((path) =>
        /^workers\/(services|scripts\/[\w-]+\/(deployments|settings|secrets))/.test(path),
      ),
    ).toBe(true)
  })

  test.each(services)("both make the same of %s", (service) => {
    const name = `shop-production-${service}`
    expect(shape(ours.workers.scripts[name])).toEqual(shape(theirs.workers.scripts[name]))
    expect(shape(ours.workers.scripts[name]).version).toBeDefined()
  })

  test("a second upload of wrangler makes a version beside the first, as the driver's does", () => {
    const script = theirs.workers.scripts["shop-production-gateway"]
    expect(script?.versions).toHaveLength(2)
    const methods = served.requests.map(
      ({ request }) => `${request.method} ${new URL(request.url).pathname.split("/").at(-1)}`,
    )
    expect(methods).toContain("POST versions")
    expect(methods).toContain("POST deployments")
    expect(methods).toContain("PATCH script-settings")
  })

  test("modules are sent as wrangler bundled them, whatever characters they hold", () => {
    const uploads = served.requests.filter(({ request }) => request.method === "PUT")
    const sent = uploads.flatMap(({ request }) => modulesIn(request.body))
    expect(words(modules.ours)).toHaveLength(words(sent).length)
    expect(words(modules.ours).some((text) => text.includes("--not-a-boundary\r\n"))).toBe(true)
  })

  test("nothing is left of the bundling", async () => {
    expect(await nodeFiles.list(`${folder.path}/.aidep/cloudflare`)).toEqual([])
  })
})

async function runForReal(command: Command) {
  return command.file === "git" ? ended({ stdout: commit }) : await execaProcesses.run(command)
}

function words(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => text.includes("日本語"))
}

function modulesIn(body: string | undefined): readonly string[] {
  const parts = partsOf(body ?? "") ?? []
  return parts.filter(({ name }) => name !== "metadata").map(({ text }) => text)
}
