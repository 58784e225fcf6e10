import { problem, type ResourceWork } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { WorkerSpec } from "../../local-spec.ts"
import { basicVariables, ownProgram } from "../programs.ts"
import { runStep } from "../run-step.ts"
import { done, failure, type Step } from "../step.ts"
import type { Readiness } from "../launch/wait-until-up.ts"
import { findWrangler, wranglerProgram } from "./find-wrangler.ts"
import { jobReadiness, tellHowToRun } from "./job.ts"
import { httpOutputs, type Prepared, type Workplace } from "./prepared.ts"
import { processReadiness } from "./process.ts"

/** In the copy of the source. */
const bundleFolder = ".aidep-worker"
const configFile = "wrangler.aidep.json"
const bundleMs = 120_000

/** Bundles the Worker entry as a deploy to Cloudflare would, without sending it anywhere. */
export async function bundleWorker(spec: WorkerSpec, workplace: Workplace): Promise<Step<unknown>> {
  const { item, folder, path, scope } = workplace
  const wrangler = await findWrangler(spec, workplace)
  if (wrangler.status === "failed") return wrangler
  scope.progress(item, "Bundling with wrangler")
  const config = `${folder}/${configFile}`
  const written = await scope.ports.files.writeAll([{ path: config, text: configText(spec, item) }])
  if (written.status === "failed")
    return failure(problem(errors.unwritable, { path: config, reason: written.reason }))
  return await runStep(
    {
      file: wranglerProgram(wrangler.value),
      args: ["deploy", "--dry-run", "--outdir", bundleFolder, "--config", configFile],
      workingFolder: folder,
      variables: { ...basicVariables(scope, path), ...quiet },
      timeoutMs: bundleMs,
      problem: (command, why) => problem(errors.bundleFailed, { item, command, why }),
    },
    scope,
  )
}

/** Nothing is asked of the network, and nothing is written beside the copy. */
const quiet = {
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_WRITE_LOGS: "false",
  NO_COLOR: "1",
}

/** A configuration of its own: one that stands further up would be found, and is about the platform. */
function configText({ main, compatibilityDate, compatibilityFlags }: WorkerSpec, name: string) {
  const config = {
    name,
    main,
    compatibility_date: compatibilityDate,
    compatibility_flags: compatibilityFlags,
  }
  return `${JSON.stringify(config, null, 2)}\n`
}

/** Runs the bundle in workerd, with a program of aidep that starts the miniflare of wrangler. */
export async function prepareWorker(
  spec: WorkerSpec,
  workplace: Workplace,
  { variables }: ResourceWork,
): Promise<Step<Prepared>> {
  const { folder, path, scope } = workplace
  const wrangler = await findWrangler(spec, workplace)
  if (wrangler.status === "failed") return wrangler
  const settings = {
    wrangler: wrangler.value,
    bundle: `${folder}/${bundleFolder}`,
    entry: bundledName(spec.main),
    compatibilityDate: spec.compatibilityDate,
    compatibilityFlags: spec.compatibilityFlags,
    handles: spec.kind === "job" ? "schedule" : "requests",
    // A Worker is called, it does not listen.
    variables: Object.keys(variables).filter((name) => name !== "PORT"),
  }
  const args = [ownProgram("worker-server", scope), JSON.stringify(settings)]
  return done({
    port: spec.portWish ?? "any",
    programAt: () => ({
      file: scope.machine.nodePath,
      args,
      workingFolder: folder,
      path: [...path],
    }),
    readinessAt: (port) => workerReadiness(spec, port),
    outputsAt: httpOutputs,
    restart: "always",
    startupMs: spec.startupMs,
    ...(spec.kind === "job" ? { afterStart: async (port) => tellHowToRun(port, workplace) } : {}),
  })
}

export function workerReadiness(spec: WorkerSpec, port: number): Readiness {
  return spec.kind === "job" ? jobReadiness(port) : processReadiness(spec, port)
}

/** wrangler names the bundle after the entry. */
function bundledName(main: string): string {
  const [name = ""] = main.split("/").slice(-1)
  return `${name.replace(/\.[^.]+$/, "")}.js`
}
