import type { RetirementRule } from "../core/retirement/rule.ts"
import type { Credential, Provider, Tool } from "../provider/provider.ts"
import { isWithin, readVersion } from "../provider/tool-version.ts"
import type { Context } from "./context.ts"
import type { PlatformsInUse } from "./platforms-in-use.ts"

export interface Examination {
  readonly findings: readonly Finding[]
  readonly retirements: readonly UpcomingRetirement[]
}

/** `failed`: aidep cannot work. `warning`: something later will not. */
export interface Finding {
  readonly group: "machine" | "tools" | "credentials"
  readonly name: string
  readonly status: "ok" | "warning" | "failed"
  readonly found: string
  /** What to do; empty when it is ok. */
  readonly hint: string
}

export interface UpcomingRetirement {
  readonly code: string
  readonly platform: string
  readonly title: string
  readonly retiresOn: string
  /** Negative when the day is over. */
  readonly daysLeft: number
}

const toolTimeoutMs = 15_000

/** Looks at the machine, at the tools and credentials of platforms, and at what ends there. Changes nothing. */
export async function examineMachine(
  { platforms, manifest }: PlatformsInUse,
  context: Context,
): Promise<Examination> {
  const providers = [...(await context.platforms.load(platforms)).values()]
  const machine = await Promise.all([
    nodeFinding(context),
    toolFinding(python, context),
    toolFinding(git, context),
  ])
  const tools = await Promise.all(
    uniqueTools(providers).map((tool) => toolFinding({ ...tool, group: "tools" }, context)),
  )
  const credentials = providers.flatMap((provider) =>
    provider.credentials.map((credential) => credentialFinding(credential, provider, context)),
  )
  return {
    findings: [...machine, manifestFinding(manifest), ...tools, ...credentials],
    retirements: upcomingRetirements(providers, context.clock.today()),
  }
}

function manifestFinding(manifest: PlatformsInUse["manifest"]): Finding {
  const finding = { group: "machine", name: "Manifest" } as const
  if (manifest.state === "valid") return { ...finding, status: "ok", found: "valid", hint: "" }
  const hint = `Run "aidep validate" or "aidep init". All platforms are examined until then.`
  return { ...finding, status: "warning", found: manifest.why, hint }
}

const oldestNode = "22.19.0"

function nodeFinding({ machine }: Context): Promise<Finding> {
  const right = isWithin(machine.nodeVersion, { from: oldestNode })
  return Promise.resolve({
    group: "machine",
    name: "Node",
    status: right ? "ok" : "failed",
    found: `${machine.nodeVersion} on ${machine.system}`,
    hint: right ? "" : `Install Node ${oldestNode} or newer from https://nodejs.org/en/download.`,
  })
}

interface ExaminedTool extends Tool {
  readonly group: Finding["group"]
  readonly title?: string
}

const python: ExaminedTool = {
  group: "machine",
  title: "Python",
  command: "python3",
  versionArgs: ["--version"],
  tested: { from: "3.11.0", below: "4.0.0" },
  install: "Install Python 3.11 or newer, for services written in Python.",
}

const git: ExaminedTool = {
  group: "machine",
  title: "git",
  command: "git",
  versionArgs: ["--version"],
  tested: { from: "2.20.0", below: "3.0.0" },
  install: "Install git, so that platforms can build a pushed commit.",
}

async function toolFinding(tool: ExaminedTool, { processes }: Context): Promise<Finding> {
  const { group, command, title = command, tested, install } = tool
  const outcome = await processes.run({
    file: command,
    args: tool.versionArgs,
    effect: "read",
    timeoutMs: toolTimeoutMs,
  })
  const finding = { group, name: title }
  if (outcome.status === "not-found")
    return { ...finding, status: "warning", found: "not found", hint: install }
  if (outcome.status === "timed-out")
    return { ...finding, status: "warning", found: "no answer in 15 s", hint: install }
  const version = readVersion(`${outcome.stdout} ${outcome.stderr}`)
  if (version === undefined)
    return { ...finding, status: "warning", found: "version not readable", hint: install }
  if (isWithin(version, tested)) return { ...finding, status: "ok", found: version, hint: "" }
  return {
    ...finding,
    status: "warning",
    found: version,
    hint: `Tested from ${tested.from} to before ${tested.below}. ${install}`,
  }
}

function uniqueTools(providers: readonly Provider[]): readonly Tool[] {
  const tools = providers.flatMap((provider) => provider.tools)
  return [...new Map(tools.map((tool) => [tool.command, tool])).values()]
}

/** Tells by name only whether a credential is set; its value is never read further. */
function credentialFinding(
  { variable, purpose, url }: Credential,
  { title }: Provider,
  { variables }: Context,
): Finding {
  const set = (variables[variable] ?? "") !== ""
  return {
    group: "credentials",
    name: variable,
    status: set ? "ok" : "warning",
    found: set ? `set, for ${title}` : `not set, for ${title}`,
    hint: set ? "" : `${purpose} Make one at ${url}.`,
  }
}

function upcomingRetirements(
  providers: readonly Provider[],
  today: string,
): readonly UpcomingRetirement[] {
  const rules = providers.flatMap(({ title, retirements }) =>
    retirements.map((rule) => upcoming(rule, title, today)),
  )
  return rules.toSorted((a, b) => a.daysLeft - b.daysLeft)
}

function upcoming(rule: RetirementRule, platform: string, today: string): UpcomingRetirement {
  const { code, title, retiresOn } = rule
  const dayMs = 86_400_000
  const daysLeft = Math.round((Date.parse(retiresOn) - Date.parse(today)) / dayMs)
  return { code, platform, title, retiresOn, daysLeft }
}
