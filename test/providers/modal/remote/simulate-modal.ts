import modal from "../../../../providers/modal/provider.ts"
import { type Account, savedAccount } from "../../../../providers/modal/simulator/account.ts"
import type { DesiredResource } from "../../../../src/core/plan/resource.ts"
import type { Command, CommandOutcome } from "../../../../src/ports/processes.ts"
import type { ApplyOutcome, RemoteScope } from "../../../../src/provider/remote.ts"
import { type MemoryFiles, memoryFiles } from "../../../support/memory-files.ts"
import {
  type RollOut,
  rollOut,
  type SimulatedPlatform,
  simulatePlatform,
} from "../../../support/simulated-platform.ts"
import * as simulated from "../../../support/simulated-project.ts"

const folder = "/project"

/** A command with the files that it could read when it ran, and whether others could read them. */
export interface SentCommand {
  readonly operation: string
  readonly command: Command
  /** Text of the files that it names, by argument. */
  readonly files: Readonly<Record<string, string>>
  readonly ownerOnly: boolean
}

/** Modal's simulator, with a disk in memory and all commands that went to it. */
export interface SimulatedModal {
  readonly platform: SimulatedPlatform
  readonly files: MemoryFiles
  readonly sent: SentCommand[]
  /** Stands between driver and client. */
  interfere: (operation: string, pass: () => CommandOutcome) => CommandOutcome
  readonly scope: (changes?: Partial<RemoteScope>) => RemoteScope
}

export interface AccountOptions {
  readonly options?: unknown
  readonly disk?: Readonly<Record<string, string>>
}

export function projectOn(text: string): simulated.SimulatedProject {
  return simulated.projectOn(modal, text)
}

export async function simulateModal(
  { project: { environment, name } }: simulated.SimulatedProject,
  { disk = {}, options = {} }: AccountOptions = {},
): Promise<SimulatedModal> {
  const platform = await simulatePlatform(modal, { project: name, environment, options })
  const files = memoryFiles(disk, { folders: [folder] })
  const world: SimulatedModal = {
    platform,
    files,
    sent: [],
    interfere: (_, pass) => pass(),
    scope: (changes = {}) => {
      const scope = platform.scope()
      const processes = {
        run: async (command: Command) => run(command, world),
        isRunning: () => false,
      }
      return { ...scope, ports: { ...scope.ports, files, processes }, ...changes }
    },
  }
  return world
}

function run(command: Command, world: SimulatedModal): CommandOutcome {
  const { files, platform, sent } = world
  const operation = platform.simulation.operationOf?.(command) ?? "none"
  const { MODAL_CONFIG_PATH: config = "" } = command.variables ?? {}
  const named = [...command.args, config].flatMap((argument) => {
    const path = argument.replace(/::\w+$/, "")
    const whole = path.startsWith("/") ? path : `${folder}/${path}`
    const text = files.text(whole)
    return text === undefined ? [] : [{ argument, whole, text }]
  })
  sent.push({
    operation,
    command,
    files: Object.fromEntries(named.map(({ argument, text }) => [argument, text])),
    ownerOnly: named.every(({ whole }) => files.ownerOnly.has(whole)),
  })
  const pass = (): CommandOutcome => platform.simulation.run?.(command) ?? { status: "not-found" }
  return world.interfere(operation, pass)
}

export async function deploy(
  world: SimulatedModal,
  on: simulated.SimulatedProject,
  changes: Partial<RollOut> = {},
): Promise<ReadonlyMap<string, ApplyOutcome>> {
  return await rollOut(world.platform, {
    ...on,
    sourceOf: simulated.sourceIn(on),
    ...changes,
    scope: { ports: world.scope().ports, ...changes.scope },
  })
}

export function resourceIn(
  { resources }: simulated.SimulatedProject,
  address: string,
): DesiredResource {
  const found = resources.find((one) => one.address === address)
  if (found === undefined) throw new Error(`no ${address}`)
  return found
}

/** Changes something in the account behind aidep's back. */
export function byHand(
  { platform: { simulation } }: SimulatedModal,
  change: (account: Account) => Account,
): void {
  simulation.restore(change(savedAccount.parse(simulation.save())))
}

export function operationsOf({ sent }: SimulatedModal): readonly string[] {
  return sent.map(({ operation }) => operation)
}

export function standing({ platform: { simulation } }: SimulatedModal): readonly string[] {
  return simulation.inventory().map(({ kind, name }) => `${kind} ${name}`)
}
