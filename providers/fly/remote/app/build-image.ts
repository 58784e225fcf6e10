import {
  type ApiOutcome,
  type Command,
  failedWith,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { buildStopped, sourceNotTaken } from "../../errors/deploy.ts"
import { apiToken } from "../../options.ts"
import { type AppSettings, flyRegistry } from "../../resources/app-settings.ts"
import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { configOf } from "../read/metadata.ts"

/** Builds of images with models in them take long; Fly's builders end by themselves. */
const longestBuildMs = 30 * 60_000

interface ImageInput {
  readonly work: ResourceWork
  readonly settings: AppSettings
  /** Of the app, with the images that they run. */
  readonly machines: readonly MachineAnswer[]
}

/** The image that the service is started from; that of a folder is built first, where no Machine has it yet. */
export async function imageFor(
  { machines, settings, work }: ImageInput,
  scope: FlyScope,
): Promise<ApiOutcome<string>> {
  const { desired, source } = work
  switch (source?.type) {
    case "image":
      return { status: "done", value: source.reference }
    case "folder": {
      const build = { path: source.path, work, settings }
      const reference = builtReference(build)
      const isThere = machines.some((machine) => configOf(machine).image === reference)
      return isThere ? { status: "done", value: reference } : await buildFolder(build, scope)
    }
    case "commit":
    case undefined:
      return failedWith(problem(sourceNotTaken, { service: desired.owner }))
  }
}

export interface FolderBuild {
  readonly path: string
  readonly work: ResourceWork
  readonly settings: AppSettings
}

async function buildFolder(build: FolderBuild, scope: FlyScope): Promise<ApiOutcome<string>> {
  const { owner } = build.work.desired
  const stopped = (reason: string) => failedWith(problem(buildStopped, { service: owner, reason }))
  const config = configFile(build, scope)
  const written = await scope.ports.files.writeAll([config])
  if (written.status === "failed") return stopped(`"${config.path}" cannot be written.`)
  scope.progress(owner, "Building on Fly")
  const outcome = await scope.ports.processes.run(buildCommand(build, scope))
  await scope.ports.files.remove(configFolder(build.settings.app, scope))
  switch (outcome.status) {
    case "not-found":
      return stopped('the command "fly" is missing.')
    case "timed-out":
      return stopped("it took longer than 30 minutes.")
    case "ended": {
      if (outcome.exitCode === 0) return { status: "done", value: builtReference(build) }
      const line = outcome.stderr.trim().split("\n").at(-1) ?? ""
      const token = scope.credential(apiToken.variable) ?? ""
      const reason = token === "" ? line : line.replaceAll(token, "••••")
      return stopped(/[.?!]$/.test(reason) ? reason : `${reason || "it said nothing"}.`)
    }
  }
}

/** The tag is that of the deployment, so that building again after a kill makes the same image again. */
function builtReference({ settings: { app }, work: { desired } }: FolderBuild): string {
  return `${flyRegistry}/${app}:${labelOf(desired)}`
}

function labelOf({ deploymentId }: ResourceWork["desired"]): string {
  return deploymentId ?? "latest"
}

/** What flyctl wants to read of an app without Machines; it stands beside the state of aidep as long as Fly builds. */
function configFile({ settings: { app } }: FolderBuild, scope: Pick<FlyScope, "folder">) {
  return { path: `${configFolder(app, scope)}/fly.toml`, text: `app = ${JSON.stringify(app)}\n` }
}

function configFolder(app: string, { folder }: Pick<FlyScope, "folder">): string {
  return `${folder}/.aidep/build-${app}`
}

/** Source: https://fly.io/docs/flyctl/deploy/ and `internal/command/deploy` of flyctl 0.4.87, read 2026-08-21. */
function buildCommand(build: FolderBuild, { credential, folder }: FlyScope): Command {
  const { path, settings, work } = build
  const { app, dockerfile } = settings
  return {
    file: "fly",
    args: [
      "deploy",
      path,
      "--app",
      app,
      "--config",
      configFile(build, { folder }).path,
      "--dockerfile",
      `${folder}/${dockerfile ?? "Dockerfile"}`,
      "--build-only",
      "--push",
      "--remote-only",
      "--image-label",
      labelOf(work.desired),
    ],
    effect: "change",
    timeoutMs: longestBuildMs,
    workingFolder: folder,
    variables: { [apiToken.variable]: credential(apiToken.variable) ?? "" },
  }
}
