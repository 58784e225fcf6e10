import { tagIn } from "../remote/read/tags.ts"
import {
  type Account,
  appId,
  deployedApp,
  type SimulatedApp,
  type SimulatedVersion,
  withApp,
} from "./account.ts"
import type { ParsedArguments } from "./arguments.ts"
import { misused, type Ran, refused, timeText, wrote, wroteJson } from "./outcome.ts"

export interface Running {
  readonly account: Account
  readonly environment: string
  readonly nowMs: number
}

const user = "rehearsal"
const client = "1.6.4"
/** From a deploy until a container runs: an assumption. */
const startMs = 6000

export function listApps({ account, environment, nowMs }: Running): Ran {
  const rows = account.apps
    .filter((app) => app.environment === environment)
    .map(({ id, isStopped, name, versions }) => ({
      app_id: id,
      description: name,
      state: isStopped ? "stopped" : "deployed",
      tasks: isStopped ? "0" : String(containersOf(versions.at(-1), nowMs)),
      created_at: timeText(versions[0]?.deployedMs ?? nowMs),
      stopped_at: isStopped ? timeText(nowMs) : null,
    }))
  return wroteJson(account, rows)
}

function containersOf(version: SimulatedVersion | undefined, nowMs: number): number {
  if (version === undefined || version.crashes) return 0
  return nowMs >= version.deployedMs + startMs ? 1 : 0
}

/** There is no column of tags where no version has one. */
export function appHistory({ words: [identifier = ""] }: ParsedArguments, running: Running): Ran {
  const app = appNamed(identifier, running)
  if (app === undefined) return unknownApp(identifier, running)
  const hasTags = app.versions.some(({ tag }) => tag !== null)
  const rows = app.versions.toReversed().map(({ deployedMs, number, tag }) => ({
    version: `v${number}`,
    time_deployed: timeText(deployedMs),
    client,
    deployed_by: user,
    commit: null,
    ...(hasTags ? { tag } : {}),
  }))
  return wroteJson(running.account, rows)
}

const namePattern = /^[a-zA-Z0-9-_.]{1,64}$/
const tagPattern = /^[a-zA-Z0-9._-]{1,50}$/

/**
 * A deploy of a name that is deployed is a new version of that app. The Secret that a program of aidep takes has the app's
 * name, and has to be there.
 */
export function deployApp({ options }: ParsedArguments, running: Running): Ran {
  const { account, environment } = running
  const { "--name": name = "", "--strategy": strategy = "rolling", "--tag": tag } = options
  if (!["rolling", "recreate"].includes(strategy))
    return misused(account, `Invalid value for '--strategy': '${strategy}' is not one of those.`)
  if (!namePattern.test(name)) return refused(account, `Invalid App name: '${name}'.`)
  if (tag !== undefined && !tagPattern.test(tag))
    return refused(account, `Deployment tag '${tag}' is invalid.`)
  if (!account.secrets.some((one) => one.name === name && one.environment === environment))
    return refused(account, `Secret '${name}' not found in environment '${environment}'.`)
  const standing = deployedApp(account, { environment, name })
  const count = account.apps.filter(({ isStopped }) => !isStopped).length
  if (standing === undefined && count >= account.appLimit)
    return refused(account, `The limit of ${account.appLimit} deployed Apps is reached.`)
  const breakage = account.breakages[name] ?? account.breakages[tagIn(tag)?.owner ?? ""]
  const mended = withoutBreakage(account, [name, tagIn(tag)?.owner ?? ""])
  if (breakage === "build-fails")
    return refused(mended, "Image build for im-0 failed. See build logs for more details.")
  const app = standing ?? newApp(name, running)
  const version = {
    number: (app.versions.at(-1)?.number ?? 0) + 1,
    tag: tag ?? null,
    deployedMs: running.nowMs,
    crashes: breakage === "crash-loop",
  }
  const next = withApp(mended, { ...app, versions: [...app.versions, version] })
  return wrote(next, "App deployed in 1.000s!\n")
}

function newApp(name: string, { account, environment }: Running): SimulatedApp {
  return { id: appId(account), name, environment, isStopped: false, versions: [] }
}

function withoutBreakage(account: Account, names: readonly string[]): Account {
  const left = Object.entries(account.breakages).filter(([name]) => !names.includes(name))
  return { ...account, breakages: Object.fromEntries(left) }
}

/** An assumption: the version that is made by going back has the tag of the one that it repeats. */
export function rollBack({ words }: ParsedArguments, running: Running): Ran {
  const [identifier = "", wanted = ""] = words
  const app = appNamed(identifier, running)
  if (app === undefined) return unknownApp(identifier, running)
  if (!/^v\d+$/.test(wanted))
    return misused(running.account, `Invalid version specifier: ${wanted}`)
  const found = app.versions.find(({ number }) => `v${number}` === wanted)
  if (found === undefined)
    return refused(running.account, "Rollback version not found in App history.")
  const number = (app.versions.at(-1)?.number ?? 0) + 1
  const version = { ...found, number, deployedMs: running.nowMs }
  const next = withApp(running.account, { ...app, versions: [...app.versions, version] })
  return wrote(next, "Deployment rollback successful!\n")
}

export function stopApp({ flags, words }: ParsedArguments, running: Running): Ran {
  const [identifier = ""] = words
  const app = appNamed(identifier, running)
  if (app === undefined) return unknownApp(identifier, running)
  if (app.isStopped) return refused(running.account, "App is already stopped.")
  if (!flags.has("--yes"))
    return refused(running.account, "Aborted: no interactive terminal detected.")
  return wrote(withApp(running.account, { ...app, isStopped: true }), "")
}

export function appLogs({ options, words }: ParsedArguments, running: Running): Ran {
  const [identifier = ""] = words
  const app = appNamed(identifier, running)
  if (app === undefined) return unknownApp(identifier, running)
  const { crashes = false, deployedMs = 0 } = app.versions.at(-1) ?? {}
  const lines = crashes
    ? ["Traceback (most recent call last):", "RuntimeError: the simulated process ends"]
    : ["The simulated process listens."]
  const text = lines.map((line) => `${timeText(deployedMs)} ${line}`)
  return wrote(running.account, `${text.slice(-Number(options["--tail"] ?? 100)).join("\n")}\n`)
}

/** By id, or by the name of what is deployed or, if nothing is, was stopped last. */
function appNamed(identifier: string, { account, environment }: Running): SimulatedApp | undefined {
  const inPlace = account.apps.filter((app) => app.environment === environment)
  return (
    account.apps.find(({ id }) => id === identifier) ??
    deployedApp(account, { environment, name: identifier }) ??
    inPlace.findLast(({ name }) => name === identifier)
  )
}

function unknownApp(identifier: string, { account, environment }: Running): Ran {
  const sentence = `No App with name '${identifier}' found in the '${environment}' environment.`
  return refused(account, sentence)
}
