import type { Context } from "../../../src/workflows/context.ts"
import { deploy, type DeployResult } from "../../../src/workflows/deploy/deploy.ts"
import { AidepError } from "../../../src/errors/aidep-error.ts"
import type { ProbeRequest } from "../../../src/ports/prober.ts"
import { fakeContext, fakeRegistry, testProvider } from "../../support/fake-context.ts"
import {
  fakePlatform,
  type FakeWorld,
  fakeWorld,
  type Standing,
} from "../../support/fake-platform.ts"
import { type MemoryFiles, memoryFiles } from "../../support/memory-files.ts"
import { type ScriptedOutcome, scriptedProber } from "../../support/scripted-prober.ts"
import { virtualClock } from "../../../src/workflows/rehearse/virtual-clock.ts"

export const canaries = {
  AIDEP_SECRET_KEY: "canary-key-40c1",
  API_KEYS: "canary-api-9be7",
  HF_TOKEN: "canary-hf-77aa",
} as const

/** The gateway calls the model, which keeps its data in the cache; the file has them the other way round. */
export const manifest = `version: 1
name: shop
services:
  gateway:
    kind: web
    source: ./gateway
    targets: [alpha]
    health: { path: /health, release: header }
    env: { MODEL_URL: "\${services.model.url}/v1", MODEL_TOKEN: "\${services.model.token}" }
    secrets: [API_KEYS]
  model:
    kind: web
    access: internal
    source: ./model
    targets: [alpha]
    health: { path: /health, release: header }
    env: { CACHE: "\${resources.cache.url}" }
    secrets: [HF_TOKEN]
resources:
  cache: { kind: redis, targets: [alpha] }
`

export interface Scene {
  readonly world: FakeWorld
  readonly files: MemoryFiles
  readonly context: Context
  /** All that `progress` was told. */
  readonly progress: readonly string[]
  readonly deploy: (options?: DeployOptions) => Promise<DeployResult>
  readonly write: (path: string, text: string) => Promise<void>
  readonly standing: (owner: string) => Standing
  /** What a service, or the domain of an edge, answers in place of health and its own id. */
  readonly answers: Map<
    string,
    (request: ProbeRequest, attempt: number) => ScriptedOutcome | undefined
  >
  /** What the new version of a service answers while it is a canary. */
  readonly canaryAnswers: Map<string, ScriptedOutcome>
}

export interface DeployOptions {
  readonly context?: Partial<Context>
  readonly signal?: AbortSignal
  readonly environment?: string
  readonly keepFailed?: boolean
  readonly only?: readonly string[]
  readonly target?: string
  readonly allowDestroy?: number
}

/** A project on two fake platforms with drivers, `alpha` and `beta`, and one without, `gamma`. */
export function scene(
  changes: Readonly<Record<string, string>> = {},
  options: Parameters<typeof memoryFiles>[1] = {},
  world = fakeWorld(),
): Scene {
  const env = Object.entries(canaries).map(([name, value]) => `${name}=${value}\n`)
  const files = memoryFiles(
    {
      "/project/aidep.yaml": manifest,
      "/project/.env": env.join(""),
      "/project/gateway/package.json": '{ "scripts": { "start": "node main.js" } }',
      "/project/model/package.json": '{ "scripts": { "start": "node main.js" } }',
      ...changes,
    },
    options,
  )
  const clock = virtualClock()
  const answers: Scene["answers"] = new Map()
  const canaryAnswers: Scene["canaryAnswers"] = new Map()
  const context = fakeContext({
    files,
    clock,
    prober: scriptedProber((request, attempt) => {
      const { origin, hostname } = new URL(request.url)
      const all = [...world.standing.values()]
      const isOnEdge = all.some(
        ({ kind, address }) => kind === "record" && address.endsWith(`/${hostname}`),
      )
      const behind = isOnEdge ? all.find(({ owner }) => owner === "gateway") : undefined
      const found = behind ?? all.find(({ outputs }) => outputs.url === origin)
      const atEdge = isOnEdge ? answers.get(hostname)?.(request, attempt) : undefined
      if (atEdge !== undefined) return atEdge
      if (found === undefined) return { failure: "refused" }
      const scripted = answers.get(found.owner)?.(request, attempt)
      const canary = world.canaries?.get(found.owner)
      const isNew = canary !== undefined && (attempt * 37) % 100 < canary.percent
      const id = (isNew ? canary : found).given["AIDEP_DEPLOYMENT"] ?? ""
      const headers = { "x-aidep-deployment": id }
      return scripted ?? { headers, ...(isNew ? canaryAnswers.get(found.owner) : undefined) }
    }, clock),
    platforms: fakeRegistry([
      fakePlatform("alpha", world),
      fakePlatform("beta", world),
      testProvider("gamma"),
    ]),
  })
  const progress: string[] = []
  return {
    world,
    files,
    context,
    progress,
    answers,
    canaryAnswers,
    deploy: async ({ context: other, signal = new AbortController().signal, ...asked } = {}) =>
      await deploy(
        {
          ...input,
          ...asked,
          progress: (owner, text) => progress.push(`${owner}: ${text}`),
          signal,
        },
        { ...context, ...other },
      ),
    write: async (path, text) => void (await files.writeAll([{ path: `/project/${path}`, text }])),
    standing: (owner) => {
      const found = [...world.standing.values()].filter((one) => one.owner === owner)
      const [only] = found
      if (only === undefined || found.length > 1) throw new Error(`${found.length} of "${owner}".`)
      return only
    },
  }
}

export const input = { manifest: "aidep.yaml" } as const

/** The error that the work ends with. */
export async function errorOf(work: Promise<unknown>): Promise<AidepError> {
  try {
    await work
  } catch (error) {
    if (error instanceof AidepError) return error
    throw error
  }
  throw new Error("It ended well.")
}

/** Everything that was said or written, for canaries. */
export function everythingSaid({ files, progress }: Scene, ...results: readonly unknown[]): string {
  const state = files.paths().filter((path) => path.includes("/.aidep/"))
  const errors = results.map((one) =>
    one instanceof AidepError ? { ...one, message: one.message } : one,
  )
  return JSON.stringify([progress, errors, state.map((path) => files.text(path))])
}
