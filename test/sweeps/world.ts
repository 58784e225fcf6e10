import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createContext } from "../../src/cli/context.ts"
import type { Http } from "../../src/ports/http.ts"
import type { Processes } from "../../src/ports/processes.ts"
import type { Context } from "../../src/workflows/context.ts"
import type { Fault } from "../../src/workflows/rehearse/fault.ts"
import { rehearsalContext, type Rehearsal } from "../../src/workflows/rehearse/rehearsal-context.ts"
import { stackNamed } from "./stacks.ts"

/** Values of the secrets in the manifests, which nothing that is written may hold. */
export const secrets = {
  AIDEP_SECRET_KEY: "canary-key-55d0e1",
  API_KEYS: "canary-api-8ad31f",
  HF_TOKEN: "canary-hf-03bb72",
}

/** Simulated platforms that live as long as the test, and a real folder. */
export async function memoryWorld(
  folder: string,
  stack: string,
  faults: readonly Fault[] = [],
): Promise<Rehearsal> {
  const base: Context = { ...(await createContext(root)), workingFolder: folder }
  return await rehearsalContext({ faults, secrets, ...stackNamed(stack) }, base)
}

const root = join(import.meta.dirname, "../..")

/**
 * Simulated platforms whose accounts are kept in a file of the folder after every call, as real ones keep theirs
 * whatever happens to the process that called. Their time goes on from where the last process was.
 */
export async function lastingWorld(folder: string, stack: string): Promise<Rehearsal> {
  const real: Context = { ...(await createContext(root)), workingFolder: folder }
  const timeFile = join(folder, "time")
  const beginMs = Math.max(real.clock.nowMs(), savedTime(timeFile))
  const base = { ...real, clock: { ...real.clock, nowMs: () => beginMs } }
  const world = await rehearsalContext({ faults: [], secrets, ...stackNamed(stack) }, base)
  const file = join(folder, "platforms.json")
  restore(world, file)
  const note = () => writeFileSync(timeFile, String(world.context.clock.nowMs()))
  const http: Http = {
    send: async (request, signal) => {
      // Another process may have changed them since.
      restore(world, file)
      const outcome = await world.context.http.send(request, signal)
      if (request.effect === "change") keep(world, file)
      note()
      return outcome
    },
  }
  const { processes } = world.context
  const run: Processes["run"] = async (command) => {
    restore(world, file)
    const outcome = await processes.run(command)
    if (command.effect === "change") keep(world, file)
    note()
    return outcome
  }
  return { ...world, context: { ...world.context, http, processes: { ...processes, run } } }
}

function savedTime(file: string): number {
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : 0
}

function restore(world: Rehearsal, file: string): void {
  if (!existsSync(file)) return
  const saved: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(file, "utf8"))
  for (const [platform, simulation] of world.simulations)
    if (saved[platform] !== undefined) simulation.restore(saved[platform])
}

function keep(world: Rehearsal, file: string): void {
  const saved = [...world.simulations].map(([id, simulation]) => [id, simulation.save()])
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(saved)))
  renameSync(`${file}.new`, file)
}

/** The project of a stack, at a version of its model. */
export function writeStack(folder: string, name: string, version: string): void {
  const { files, manifest } = stackNamed(name)
  writeManifest(folder, manifest(version))
  for (const [path, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

export function writeManifest(folder: string, text: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "aidep.yaml"), text)
}

/** Everything that stands in the simulated accounts, as somebody would call it. */
export function standingNames({ simulations }: Rehearsal): readonly string[] {
  return [...simulations]
    .flatMap(([platform, simulation]) =>
      simulation.inventory().map(({ kind, name }) => `${platform} ${kind} ${name}`),
    )
    .toSorted()
}
