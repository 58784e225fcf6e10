import type {
  Command,
  SimulatedObject,
  SimulatedWorld,
  Simulation,
  Simulator,
} from "aidep/provider"
import { tokenVariables } from "./remote/cli/modal-scope.ts"
import { type Account, emptyAccount, savedAccount } from "./simulator/account.ts"
import * as apps from "./simulator/apps.ts"
import { operationOf, type ParsedArguments, parseArguments } from "./simulator/arguments.ts"
import * as objects from "./simulator/objects.ts"
import { misused, type Ran, refused, wrote, wroteJson } from "./simulator/outcome.ts"
import { visitApp } from "./simulator/visit.ts"

const token = { id: "ak-simulated", secret: "as-simulated" } as const

/** Assumptions, in milliseconds: the vendor says nothing about them. The client alone takes a second to start. */
const delaysMs = {
  "modal.deploy": 40_000,
  "modal.preDeploy": 15_000,
  "modal.createSecret": 1500,
  "modal.createVolume": 1500,
  other: 1200,
} as const

/** Modal in memory, as its client shows it: as many of its commands as aidep uses, with the client's own JSON. */
export const modalSimulator: Simulator = {
  credentials: { [tokenVariables.id]: token.id, [tokenVariables.secret]: token.secret },
  start: ({ clock }: SimulatedWorld): Simulation => {
    let account = emptyAccount
    return {
      operationOf: ({ args, file }) => (isModal(file) ? (operationOf(args) ?? "other") : undefined),
      run: (command) => {
        const ran = run(command, account, clock.nowMs())
        account = ran?.account ?? account
        return ran?.outcome
      },
      visit: (request) => visitApp(request, account),
      delaysMs,
      inventory: () => inventoryOf(account),
      save: () => structuredClone(account),
      restore: (saved) => {
        account = savedAccount.parse(structuredClone(saved))
      },
      breakNext: (name, how) => {
        account = { ...account, breakages: { ...account.breakages, [name]: how } }
      },
    }
  },
}

/** Undefined for a command of somebody else. */
function run(command: Command, account: Account, nowMs: number): Ran | undefined {
  const { args, file, variables = {} } = command
  if (!isModal(file)) return undefined
  if (args[0] === "--version") return wrote(account, "modal client version: 1.6.4\n")
  const parsed = parseArguments(args)
  if (typeof parsed === "string") return misused(account, parsed)
  const isKnown =
    variables[tokenVariables.id] === token.id && variables[tokenVariables.secret] === token.secret
  if (parsed.name === "profile list") return profiles(account, isKnown)
  if (!isKnown) return refused(account, "Token validation failed. Could not authenticate client.")
  const environment = parsed.options["--env"] ?? Object.keys(account.environments)[0] ?? ""
  if (account.environments[environment] === undefined)
    return refused(account, `Environment '${environment}' not found.`)
  return carryOut(parsed, { account, environment, nowMs })
}

/** On the PATH or in a virtual environment. */
function isModal(file: string): boolean {
  return /(^|[/\\])modal(\.exe)?$/.test(file)
}

/** The client writes what went wrong in place of the workspace. */
function profiles(account: Account, isKnown: boolean): Ran {
  const workspace = isKnown ? account.workspace : "Unknown (authentication failure)"
  return wroteJson(account, [{ name: "aidep", workspace, active: true }])
}

function carryOut(parsed: ParsedArguments, running: apps.Running): Ran {
  switch (parsed.name) {
    case "app list":
      return apps.listApps(running)
    case "app history":
      return apps.appHistory(parsed, running)
    case "app rollback":
      return apps.rollBack(parsed, running)
    case "app stop":
      return apps.stopApp(parsed, running)
    case "app logs":
      return apps.appLogs(parsed, running)
    case "deploy":
      return apps.deployApp(parsed, running)
    case "run":
      return wrote(running.account, "")
    case "secret list":
      return objects.listNames("secrets", running)
    case "secret create":
      return objects.createSecret(parsed, running)
    case "secret delete":
      return objects.deleteSecret(parsed, running)
    case "volume list":
      return objects.listNames("volumes", running)
    case "volume create":
      return objects.createVolume(parsed, running)
    case "volume delete":
      return objects.deleteVolume(parsed, running)
    case "volume ls":
      return objects.listFiles(parsed, running)
    case "volume put":
      return objects.putFile(parsed, running)
    case "environment list":
      return objects.listEnvironments(running)
    case "environment create":
      return objects.createEnvironment(parsed, running)
    default:
      return misused(running.account, `No such command '${parsed.name}'.`)
  }
}

function inventoryOf(account: Account): readonly SimulatedObject[] {
  const { apps: all, environments, secrets, volumes } = account
  return [
    // The default environment comes with the workspace.
    ...Object.keys(environments)
      .slice(1)
      .map((name) => ({ kind: "environment", name, id: name })),
    ...all.filter(({ isStopped }) => !isStopped).map(({ id, name }) => ({ kind: "app", name, id })),
    ...secrets.map(({ name, environment }) => ({
      kind: "secret",
      name,
      id: `${environment}/${name}`,
    })),
    ...volumes.map(({ name, environment }) => ({
      kind: "volume",
      name,
      id: `${environment}/${name}`,
    })),
  ]
}
