import {
  type ApplyOutcome,
  type Command,
  type CommandOutcome,
  parseJson,
  problem,
} from "aidep/provider"
import * as z from "zod"
import type { WorkerSettings } from "../../../resources/worker-settings.ts"
import type { CloudflareScope } from "../../api/cloudflare-api.ts"
import { binaryModule, bundleFailed, wranglerMissing } from "../errors.ts"
import { findWrangler, type Program } from "./find-wrangler.ts"
import { type FormPart, partsOf } from "./form.ts"

type Failed = Extract<ApplyOutcome, { readonly status: "failed" }>

/** The modules of a Worker: the entry, what could not be bundled into it, and source maps. */
export interface Bundle {
  readonly status: "bundled"
  readonly main: string
  readonly modules: readonly FormPart[]
}

/** Where wrangler is told to write, in a folder that git does not see. */
const formFile = "bundle.form"
const configFile = "wrangler.json"
const bundleMs = 120_000
const shownLines = 20

interface Bundling {
  readonly service: string
  readonly settings: WorkerSettings
  readonly entry: string
}

/** Bundles the entry as wrangler does, without sending it anywhere, and removes what was written on the way. */
export async function bundleWorker(
  bundling: Bundling,
  scope: CloudflareScope,
): Promise<Bundle | Failed> {
  const { entry, service, settings } = bundling
  const folder = entryFolder(entry)
  const program = await findWrangler(joined(scope.folder, folder), scope)
  if (program.status === "failed") return { ...program, log: [] }
  const place = `${scope.folder}/.aidep/cloudflare/${settings.name}`
  const config = { path: `${place}/${configFile}`, text: configText(bundling, place, scope) }
  const written = await scope.ports.files.writeAll([config])
  if (written.status === "failed")
    return failure(bundling, { reason: `"${written.path}" cannot be written.`, log: [] })
  scope.progress(service, "Bundling with wrangler")
  try {
    return await runWrangler({ bundling, place, program: program.value }, scope)
  } finally {
    await scope.ports.files.remove(place)
  }
}

interface Run {
  readonly bundling: Bundling
  readonly place: string
  readonly program: Program
}

async function runWrangler(
  { bundling, place, program }: Run,
  scope: CloudflareScope,
): Promise<Bundle | Failed> {
  const { processes } = scope.ports
  const form = `${place}/${formFile}`
  const bundled = await processes.run({
    file: program.file,
    args: [
      ...program.args,
      "deploy",
      "--dry-run",
      "--outfile",
      form,
      "--config",
      `${place}/${configFile}`,
    ],
    effect: "read",
    timeoutMs: bundleMs,
    workingFolder: scope.folder,
    variables: quiet,
  })
  const failed = failureOf(bundled, bundling)
  if (failed !== undefined) return failed
  const printed = await processes.run(printing(form, scope))
  const unread = failureOf(printed, bundling)
  if (unread !== undefined || printed.status !== "ended")
    return unread ?? failure(bundling, { reason: "it wrote nothing.", log: [] })
  return bundleIn(printed.stdout, bundling)
}

/** Nothing is asked of the network, and nothing is kept beside the bundle. */
const quiet = {
  CI: "1",
  NO_COLOR: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_WRITE_LOGS: "false",
}

/** A configuration of its own: the one in the folder may be older than the manifest. */
function configText(
  { entry, settings }: Bundling,
  place: string,
  { folder }: CloudflareScope,
): string {
  const up = place
    .slice(folder.length + 1)
    .split("/")
    .map(() => "..")
  const config = {
    name: settings.name,
    main: [...up, entry].join("/"),
    compatibility_date: settings.compatibilityDate,
    compatibility_flags: settings.compatibilityFlags,
  }
  return `${JSON.stringify(config, null, 2)}\n`
}

/**
 * What wrangler wrote is read by a program too: who answers for wrangler, as a rehearsal does, answers for all of it, and
 * a bundle need not be text.
 */
function printing(form: string, { folder, machine }: CloudflareScope): Command {
  const script = 'process.stdout.write(require("node:fs").readFileSync(process.argv[1], "base64"))'
  return {
    file: machine.nodePath,
    args: ["--eval", script, form],
    effect: "read",
    timeoutMs: 10_000,
    workingFolder: folder,
  }
}

/** Undefined for a command that ended as it should. */
function failureOf(outcome: CommandOutcome, bundling: Bundling): Failed | undefined {
  switch (outcome.status) {
    case "not-found":
      return { status: "failed", problem: problem(wranglerMissing, bundling), log: [] }
    case "timed-out":
      return failure(bundling, {
        reason: `it took longer than ${bundleMs / 60_000} minutes.`,
        log: [],
      })
    case "ended": {
      if (outcome.exitCode === 0) return undefined
      const log = linesOf(`${outcome.stdout}\n${outcome.stderr}`)
      return failure(bundling, { reason: `it ended with exit code ${outcome.exitCode}.`, log })
    }
  }
}

function failure(
  { service }: Bundling,
  { log, reason }: { readonly reason: string; readonly log: readonly string[] },
): Failed {
  return { status: "failed", problem: problem(bundleFailed, { service, reason }), log }
}

function bundleIn(base64: string, bundling: Bundling): Bundle | Failed {
  const bytes = Buffer.from(base64, "base64")
  // Every byte as one character, so that the parts can be told before their encoding is known.
  const parts = partsOf(bytes.toString("latin1"))
  const metadata = parts?.find(({ name }) => name === "metadata")
  const main = mainIn(metadata?.text)
  if (parts === undefined || main === undefined)
    return failure(bundling, { reason: "what it wrote is not a bundle.", log: [] })
  const modules: FormPart[] = []
  for (const part of parts.filter((one) => one !== metadata)) {
    const text = textIn(part.text)
    if (text === undefined) {
      const params = { service: bundling.service, name: part.name }
      return { status: "failed", problem: problem(binaryModule, params), log: [] }
    }
    modules.push({ ...part, text })
  }
  return { status: "bundled", main, modules }
}

const metadataForm = z.object({ main_module: z.string() })

function mainIn(metadata: string | undefined): string | undefined {
  return metadataForm.safeParse(parseJson(metadata ?? "")).data?.main_module
}

function textIn(latin1: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(latin1, "latin1"))
  } catch {
    return undefined
  }
}

function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-shownLines)
}

function entryFolder(entry: string): string {
  return entry.split("/").slice(0, -1).join("/") || "."
}

function joined(folder: string, inside: string): string {
  return inside === "." ? folder : `${folder}/${inside}`
}
