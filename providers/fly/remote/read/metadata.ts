import type { DataValue } from "aidep/provider"
import * as z from "zod"
import type { AppSettings } from "../../resources/app-settings.ts"
import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"

/** Metadata of a Machine by which aidep knows it again. flyctl keeps what it does not know. */
export const metadataKeys = {
  project: "aidep_project",
  environment: "aidep_environment",
  address: "aidep_address",
  deployment: "aidep_deployment",
  /** Settings that a deploy follows and no Machine has, as JSON. */
  settings: "aidep_settings",
  /** On Machines of a version that is not the only one yet. */
  stage: "aidep_stage",
  /** Domain that aidep brought to the app. */
  domain: "aidep_domain",
} as const

/** By which flyctl tells Machines of an app from those of its own commands. Source: `machine_types.go` of fly-go. */
export const processGroup = "fly_process_group"
export const releaseGroup = "fly_app_release_command"

export type Configured = Pick<MachineAnswer, "config" | "incomplete_config">

export function configOf({ config, incomplete_config }: Configured) {
  return config ?? incomplete_config ?? {}
}

export function metadataOf(machine: Configured): Readonly<Record<string, string>> {
  return configOf(machine).metadata ?? {}
}

export function deploymentOf(machine: Configured): string | undefined {
  return metadataOf(machine)[metadataKeys.deployment]
}

const followed = z.object({
  strategy: z.string(),
  preDeploy: z.array(z.string()).nullable(),
  waitSeconds: z.int(),
  regions: z.array(z.string()),
  dockerfile: z.string().nullable(),
})

export type FollowedSettings = Readonly<z.output<typeof followed>>

export function followedText(settings: AppSettings): string {
  return JSON.stringify(followed.parse(settings))
}

/** Null for each where nothing of it is told. */
export function followedIn(
  machine: Configured,
): Readonly<Record<keyof FollowedSettings, DataValue>> {
  const text = metadataOf(machine)[metadataKeys.settings] ?? ""
  const parsed = followed.safeParse(jsonIn(text))
  if (parsed.success) return parsed.data
  return { strategy: null, preDeploy: null, waitSeconds: null, regions: null, dockerfile: null }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The Machines of an app, by what they are for. */
export interface AppMachines {
  /** Those of the version that serves. */
  readonly base: readonly MachineAnswer[]
  /** Those of a version that is being tried. */
  readonly staged: readonly MachineAnswer[]
  /** What a command before a deploy, or a first try of a version, left behind. */
  readonly helpers: readonly MachineAnswer[]
  readonly foreign: readonly MachineAnswer[]
}

/** Values of `metadataKeys.stage`. */
export const stages = { next: "next", trial: "trial" } as const

type Place = Pick<FlyScope, "environment" | "project">

export function sortMachines(
  machines: readonly MachineAnswer[],
  place: Place,
  isAdopted = false,
): AppMachines {
  const ours = machines.filter((machine) => isOurs(machine, place))
  const foreign = machines.filter((machine) => !isOurs(machine, place))
  if (ours.length === 0 && isAdopted) {
    const isHelper = (machine: MachineAnswer) => metadataOf(machine)[processGroup] === releaseGroup
    const base = foreign.filter((machine) => !isHelper(machine))
    return { base, staged: [], helpers: [], foreign: foreign.filter(isHelper) }
  }
  const helpers = ours.filter(isHelperMachine)
  const serving = ours.filter((machine) => !isHelperMachine(machine))
  const unmarked = serving.filter((machine) => stageOf(machine) === undefined)
  // Without any, everything old is gone already: what was being tried is what serves.
  const versions = new Set((unmarked.length === 0 ? serving : unmarked).map(deploymentOf))
  const isBase = (machine: MachineAnswer) =>
    stageOf(machine) === undefined || versions.has(deploymentOf(machine))
  return {
    base: serving.filter(isBase),
    staged: serving.filter((machine) => !isBase(machine)),
    helpers,
    foreign,
  }
}

function isHelperMachine(machine: MachineAnswer): boolean {
  return metadataOf(machine)[processGroup] === releaseGroup || stageOf(machine) === stages.trial
}

export function stageOf(machine: Configured): string | undefined {
  return metadataOf(machine)[metadataKeys.stage]
}

function isOurs(machine: Configured, { environment, project }: Place): boolean {
  const metadata = metadataOf(machine)
  return (
    metadata[metadataKeys.project] === project && metadata[metadataKeys.environment] === environment
  )
}
