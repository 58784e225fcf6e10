import cloudflare from "../../../../providers/cloudflare/provider.ts"
import type { Account } from "../../../../providers/cloudflare/simulator/account.ts"
import type { Script } from "../../../../providers/cloudflare/simulator/worker/account.ts"
import type { Command, CommandOutcome } from "../../../../src/ports/processes.ts"
import type { ApplyOutcome, RemoteScope, ResourceWork } from "../../../../src/provider/remote.ts"
import { type MemoryFiles, memoryFiles } from "../../../support/memory-files.ts"
import {
  observed,
  type RollOut,
  rollOut,
  type SimulatedPlatform,
  simulatePlatform,
  workFor,
} from "../../../support/simulated-platform.ts"
import {
  commit,
  projectOn,
  type SimulatedProject,
  sourceIn,
} from "../../../support/simulated-project.ts"

/** A Worker with everything that it can have, a job, a site that is built, and a bucket. */
export const shop = projectOn(
  cloudflare,
  `
version: 1
name: shop
services:
  site: { kind: static, source: ./web, targets: [cloudflare], buildCommand: [node, build.mjs], output: dist, env: { TITLE: Shop } }
  gateway:
    kind: web
    source: ./services/gateway
    targets: [cloudflare]
    health: { path: /health, release: header }
    env: { RATE: 60/60s, FILES_URL: "\${resources.files.url}", SITE: "\${services.site.url}" }
    secrets: [API_KEYS]
    platforms: { cloudflare: { cpuMs: 300, placement: { region: "aws:us-east-1" }, workersCache: true } }
  clean: { kind: job, source: ./jobs/clean, targets: [cloudflare], schedule: "*/30 3 * * 1-5" }
resources:
  files: { kind: bucket, targets: [cloudflare] }
platforms: { cloudflare: { notFound: 404-page } }
`,
)

export const names = {
  gateway: "shop-production-gateway",
  clean: "shop-production-clean",
  site: "shop-production-site",
  files: "shop-production-files",
} as const

export const addresses = {
  gateway: "production/gateway/worker/gateway",
  clean: "production/clean/worker/clean",
  site: "production/site/worker/site",
  files: "production/files/bucket/files",
} as const

/** What the build of the site leaves behind. */
export const siteFiles: Readonly<Record<string, string | Uint8Array>> = {
  "/project/web/dist/index.html": "<h1>Shop</h1>",
  "/project/web/dist/404.html": "<h1>Nothing here</h1>",
  "/project/web/dist/assets/app.js": "alert(1)",
  "/project/web/dist/assets/logo.png": new Uint8Array([137, 80, 78, 71, 0, 255]),
  "/project/web/dist/_headers": "/*\n  X-Frame-Options: DENY\n",
}

/** The simulated platform with the machine that bundles and builds. */
export interface Workshop extends SimulatedPlatform {
  readonly files: MemoryFiles
  /** Commit that stands in the folder. */
  head: string
  /** Answers for what neither git nor the simulated wrangler does. */
  runOther: (command: Command) => CommandOutcome
  readonly ran: Command[]
}

export async function openWorkshop(
  options?: unknown,
  files: Readonly<Record<string, string | Uint8Array>> = siteFiles,
): Promise<Workshop> {
  const platform = await simulatePlatform(cloudflare, { options })
  const { scope: bare } = platform
  const memory = memoryFiles(files)
  const workshop: Workshop = Object.assign(platform, {
    files: memory,
    head: commit,
    runOther: () => ended(),
    ran: [],
    scope: (changes: Partial<RemoteScope> = {}) => {
      const { ports, ...scope } = bare(changes)
      const run = async (command: Command): Promise<CommandOutcome> => {
        workshop.ran.push(command)
        if (command.file === "git") return ended({ stdout: `${workshop.head}\n` })
        const outcome = await ports.processes.run(command)
        return outcome.status === "not-found" ? workshop.runOther(command) : outcome
      }
      return {
        ...scope,
        ports: { ...ports, files: memory, processes: { ...ports.processes, run } },
      }
    },
  })
  return workshop
}

type Ended = Extract<CommandOutcome, { readonly status: "ended" }>

export function ended(outcome: Partial<Ended> = {}): Ended {
  return { status: "ended", exitCode: 0, stdout: "", stderr: "", ...outcome }
}

export async function deploy(
  workshop: Workshop,
  changes: Partial<RollOut> = {},
  on: SimulatedProject = shop,
): Promise<ReadonlyMap<string, ApplyOutcome>> {
  return await rollOut(workshop, { ...on, sourceOf: sourceIn(on), ...changes })
}

/** Codes of what failed. */
export function failures(outcomes: ReadonlyMap<string, ApplyOutcome>): readonly string[] {
  return [...outcomes].flatMap(([address, outcome]) =>
    outcome.status === "failed" ? [`${address}: ${outcome.problem.code}`] : [],
  )
}

/** Changes something in the account behind aidep's back. */
export function byHand(
  { simulation }: SimulatedPlatform,
  change: (account: Account) => Account,
): void {
  simulation.restore(change(simulation.save() as Account))
}

export function scriptIn({ simulation }: SimulatedPlatform, name: string): Script {
  const script = (simulation.save() as Account).workers.scripts[name]
  if (script === undefined) throw new Error(`There is no script "${name}".`)
  return script
}

export function changeScript(
  platform: SimulatedPlatform,
  name: string,
  change: (script: Script) => Partial<Script>,
): void {
  const script = scriptIn(platform, name)
  byHand(platform, (account) => {
    const scripts = { ...account.workers.scripts, [name]: { ...script, ...change(script) } }
    return { ...account, workers: { ...account.workers, scripts } }
  })
}

/** The work on one resource as the engine gives it, in a version. */
export async function workOn(
  workshop: Workshop,
  address: string,
  version: string,
  on: SimulatedProject = shop,
): Promise<ResourceWork> {
  const resource = on.resources.find((one) => one.address === address)
  if (resource === undefined) throw new Error(`There is no ${address}.`)
  const standing = await observed(workshop)
  const outputs = new Map(standing.map((one) => [one.owner, one.outputs]))
  return workFor(resource, { project: on.project, outputs, version, sourceOf: sourceIn(on) })
}

export async function seen(workshop: Workshop, address: string) {
  const found = (await observed(workshop)).find((one) => one.address === address)
  if (found === undefined) throw new Error(`${address} does not stand.`)
  return found
}
