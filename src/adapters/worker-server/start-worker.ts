import { createRequire } from "node:module"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { pathToFileURL } from "node:url"
import { bundledModules } from "./bundled-modules.ts"
import type { WorkerSettings } from "./settings.ts"

export interface Surroundings {
  readonly host: string
  readonly port: number
  readonly variables: Readonly<Record<string, string | undefined>>
}

/** A Worker that takes requests as soon as it is ready. */
export interface RunningWorker {
  readonly ready: Promise<unknown>
  readonly dispose: () => Promise<void>
  readonly getWorker: () => Promise<{
    readonly scheduled: (options: object) => Promise<{ readonly outcome: string }>
  }>
}

/** What is used of miniflare. Its version 5 has options of another form, and converts those of version 4. */
interface MiniflareModule {
  readonly Miniflare: new (options: object) => RunningWorker
  readonly convertV4MiniflareOptions?: (options: object) => object
}

/** Runs the Worker with the miniflare that came with the user's wrangler; answers once it takes requests. */
export async function startWorker(
  { wrangler, bundle, entry, ...settings }: WorkerSettings,
  { host, port, variables }: Surroundings,
): Promise<RunningWorker> {
  const { Miniflare, convertV4MiniflareOptions } = await loadMiniflare(wrangler)
  const options = {
    host,
    port,
    modules: bundledModules(bundle, entry),
    modulesRoot: bundle,
    compatibilityDate: settings.compatibilityDate,
    compatibilityFlags: settings.compatibilityFlags,
    bindings: Object.fromEntries(settings.variables.map((name) => [name, variables[name] ?? ""])),
    // Otherwise it asks Cloudflare where this machine is.
    cf: false,
  }
  const worker = new Miniflare(
    convertV4MiniflareOptions?.(options) ?? { ...options, handleRuntimeStdio: endWithRuntime },
  )
  await worker.ready
  return worker
}

/**
 * Version 5 of miniflare starts workerd again when it was killed; version 4 goes on without it, so that this process
 * has to end for its supervisor to start both again.
 */
function endWithRuntime(stdout: Readable, stderr: Readable): void {
  stdout.pipe(process.stdout)
  stderr.pipe(process.stderr)
  stdout.once("end", () => process.exit(1))
}

async function loadMiniflare(wrangler: string): Promise<MiniflareModule> {
  const path = createRequire(join(wrangler, "package.json")).resolve("miniflare")
  return await import(pathToFileURL(path).href)
}
