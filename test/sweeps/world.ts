import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createContext } from "../../src/cli/context.ts"
import type { Http } from "../../src/ports/http.ts"
import type { Context } from "../../src/workflows/context.ts"
import type { Fault } from "../../src/workflows/rehearse/fault.ts"
import { rehearsalContext, type Rehearsal } from "../../src/workflows/rehearse/rehearsal-context.ts"

/** Values of the secrets in the manifests, which nothing that is written may hold. */
export const secrets = {
  AIDEP_SECRET_KEY: "canary-key-55d0e1",
  API_KEYS: "canary-api-8ad31f",
  HF_TOKEN: "canary-hf-03bb72",
}

/** Simulated platforms that live as long as the test, and a real folder. */
export async function memoryWorld(
  folder: string,
  platform: string,
  faults: readonly Fault[] = [],
): Promise<Rehearsal> {
  const base: Context = { ...(await createContext(root)), workingFolder: folder }
  return await rehearsalContext({ faults, secrets, platforms: [platform] }, base)
}

const root = join(import.meta.dirname, "../..")

/**
 * Simulated platforms whose accounts are kept in a file of the folder after every call, as real ones keep theirs
 * whatever happens to the process that called.
 */
export async function lastingWorld(
  folder: string,
  platforms: readonly string[],
): Promise<Rehearsal> {
  const base: Context = { ...(await createContext(root)), workingFolder: folder }
  const world = await rehearsalContext({ faults: [], secrets, platforms }, base)
  const file = join(folder, "platforms.json")
  if (existsSync(file)) restore(world, JSON.parse(readFileSync(file, "utf8")))
  const http: Http = {
    send: async (request, signal) => {
      const outcome = await world.context.http.send(request, signal)
      if (request.effect === "change") keep(world, file)
      return outcome
    },
  }
  return { ...world, context: { ...world.context, http } }
}

function restore(world: Rehearsal, saved: Readonly<Record<string, unknown>>): void {
  for (const [platform, simulation] of world.simulations)
    if (saved[platform] !== undefined) simulation.restore(saved[platform])
}

function keep(world: Rehearsal, file: string): void {
  const saved = [...world.simulations].map(([id, simulation]) => [id, simulation.save()])
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(saved)))
  renameSync(`${file}.new`, file)
}

const image = (digit: string) => `ghcr.io/acme/model@sha256:${digit.repeat(64)}`

/** The tiers of the lora-gateway stack on one platform, each version of the model an image of its own. */
export function manifestOf(platform: string, version: string): string {
  return `version: 1
name: lora
services:
  inference:
    kind: web
    access: internal
    image: ${image(version)}
    targets: [${platform}]
    health: { path: /health, release: header }
    secrets: [HF_TOKEN]
  gateway:
    kind: web
    image: ${image("e")}
    targets: [${platform}]
    health: { path: /health, release: header }
    env:
      UPSTREAM_URL: "\${services.inference.url}"
      UPSTREAM_TOKEN: "\${services.inference.token}"
      REDIS_URL: "\${resources.cache.url}"
    secrets: [API_KEYS]
resources:
  cache: { kind: redis, targets: [${platform}] }
`
}

export function writeManifest(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "aidep.yaml"), text)
}
