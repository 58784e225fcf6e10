import pMap from "p-map"
import type { Provider } from "../../src/provider/provider.ts"
import type { Remote } from "../../src/provider/remote.ts"
import type { Context } from "../../src/workflows/context.ts"
import { deploy } from "../../src/workflows/deploy/deploy.ts"
import { plan } from "../../src/workflows/plan/plan.ts"
import { fakeContext, fakeRegistry } from "../support/fake-context.ts"
import { fakePlatform, fakeWorld } from "../support/fake-platform.ts"
import { memoryFiles } from "../support/memory-files.ts"
import { systemClock } from "../../src/adapters/system-clock.ts"
import { median, report } from "./measure.ts"

// 200 services in 20 layers of 10, each calling one of the layer before; a platform whose calls take 50 ms each, 16 at
// a time. A service takes four calls: make, variables, deploy, look.
const layers = 20
const width = 10
const callMs = 50
const atATime = 16
const callsOfService = 4

const short = process.argv.includes("--short")
const rounds = short ? 1 : 5

// The first one loads and compiles, and takes the memory that a command takes: one deploy and one plan.
await measure()
const megabytes = process.resourceUsage().maxRSS / 1000
const times = []
for (let round = 0; round < rounds; round += 1) times.push(await measure())
const observeMs = Math.ceil((layers * width) / atATime) * callMs
const pathMs = layers * callsOfService * callMs
const planMs = median(times.map((time) => time.planMs))
const deployMs = median(times.map((time) => time.deployMs))
const within = [
  report({
    name: "plan of 200 resources against the ideal",
    measured: planMs / observeMs,
    limit: 1.3,
    unit: "x",
  }),
  report({
    name: "deploy of 200 resources against looks and critical path",
    measured: deployMs / (pathMs + 2 * observeMs),
    limit: 1.1,
    unit: "x",
  }),
  report({
    name: "largest memory of both",
    measured: megabytes,
    limit: 200,
    unit: "MB",
  }),
]
process.exitCode = within.every(Boolean) ? 0 : 1

async function measure(): Promise<{ readonly planMs: number; readonly deployMs: number }> {
  const context = slowWorld()
  const input = { manifest: "aidep.yaml", progress: () => {}, signal: new AbortController().signal }
  const beforeDeploy = performance.now()
  await deploy(input, context)
  const beforePlan = performance.now()
  await plan(input, context)
  return { deployMs: beforePlan - beforeDeploy, planMs: performance.now() - beforePlan }
}

function slowWorld(): Context {
  const world = fakeWorld()
  const sources = Array.from({ length: layers * width }, (_, index) => [
    `/project/s${index}/package.json`,
    '{ "scripts": { "start": "node ." } }',
  ])
  const files = memoryFiles({
    "/project/aidep.yaml": manifest(),
    "/project/.env": "AIDEP_SECRET_KEY=key\n",
    ...Object.fromEntries(sources),
  })
  return fakeContext({
    files,
    clock: systemClock,
    platforms: fakeRegistry([slow(fakePlatform("alpha", world))]),
  })
}

function slow(provider: Provider): Provider {
  const { remote } = provider
  if (remote === undefined) throw new Error("The platform has no driver.")
  return { ...provider, remote: async () => slowRemote(await remote()) }
}

function slowRemote(remote: Remote): Remote {
  return {
    ...remote,
    observe: async (scope) => {
      const services = Array.from({ length: layers * width })
      await pMap(services, () => calls(1), { concurrency: atATime })
      return await remote.observe(scope)
    },
    create: async (work, scope) => {
      await calls(callsOfService)
      return await remote.create(work, scope)
    },
  }
}

async function calls(count: number): Promise<void> {
  for (let call = 0; call < count; call += 1) await systemClock.sleep(callMs)
}

/** Without a health path nothing is probed, so that the engine alone is measured. */
function manifest(): string {
  const services = Array.from({ length: layers * width }, (_, index) => {
    const before = index - width
    const env = before < 0 ? "" : `, env: { BEFORE: "\${services.s${before}.host}" }`
    return `  s${index}: { kind: web, source: ./s${index}, targets: [alpha]${env} }`
  })
  return ["version: 1", "name: many", "services:", ...services, ""].join("\n")
}
