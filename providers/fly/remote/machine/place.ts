import { type ApiOutcome, failedWith, makeOnce, problem } from "aidep/provider"
import { imageNotReadable, noCapacity } from "../../errors/deploy.ts"
import type { MachineAnswer } from "../api/answers.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { createMachine, listMachines, type MachineRequest } from "../api/machine-calls.ts"
import { isFull, isThereAlready, isUnreadableImage } from "../api/refusals.ts"
import { machineConfig, machineName, type Rollout } from "./rollout.ts"
import { freeVolume } from "./volumes.ts"

export interface Placement {
  readonly slot: number
  readonly region: string
  readonly stage?: string | undefined
  /** True keeps it from traffic until it is put into rotation. */
  readonly isCordoned?: boolean
}

type Placed = ApiOutcome<MachineAnswer>

/** Makes a Machine in its region, or in the next one of the service that has room for it. */
export async function placeMachine(
  placement: Placement,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Placed> {
  const { regions } = rollout.settings
  const order = [placement.region, ...regions.filter((region) => region !== placement.region)]
  let outcome: Placed | undefined
  for (const region of order) {
    if (region !== placement.region)
      scope.progress(rollout.work.desired.owner, `Trying the region ${region}`)
    outcome = await makeMachine({ ...placement, region }, rollout, scope)
    if (outcome.status === "done" || !isFull(outcome)) break
  }
  if (outcome === undefined) throw new TypeError("a service without a region")
  return outcome.status === "failed" && isFull(outcome)
    ? {
        ...outcome,
        problem: problem(noCapacity, { where: order.join(", "), reason: "each was tried." }),
      }
    : outcome
}

async function makeMachine(
  { isCordoned = false, region, slot, stage }: Placement,
  rollout: Rollout,
  scope: FlyScope,
): Promise<Placed> {
  const { secretsVersion, settings } = rollout
  const name = machineName(rollout, slot, stage)
  const find = async () => await machineNamed(settings.app, name, scope)
  const volume = await freeVolume(region, rollout, scope)
  if (volume.status === "failed") return volume
  const body: MachineRequest = {
    name,
    region,
    config: machineConfig(rollout, { stage, volumeId: volume.value?.id }),
    ...(isCordoned ? { skip_service_registration: true } : {}),
    ...(secretsVersion === undefined ? {} : { min_secrets_version: secretsVersion }),
  }
  const make = async () => await createMachine(settings.app, body, scope)
  const made = await makeOnce<MachineAnswer>({ make, find }, scope)
  if (made.status === "done") return made
  if (isThereAlready(made)) return await orFailure(find, made)
  return isUnreadableImage(made) ? unreadable(rollout, made) : made
}

async function orFailure(
  find: () => Promise<ApiOutcome<MachineAnswer | undefined>>,
  failure: Extract<Placed, { status: "failed" }>,
): Promise<Placed> {
  const found = await find()
  if (found.status === "failed") return found
  return found.value === undefined ? failure : { status: "done", value: found.value }
}

async function machineNamed(
  app: string,
  name: string,
  scope: FlyScope,
): Promise<ApiOutcome<MachineAnswer | undefined>> {
  const machines = await listMachines(app, scope)
  if (machines.status === "failed") return machines
  return { status: "done", value: machines.value.find((machine) => machine.name === name) }
}

export function unreadable(
  { image, work }: Pick<Rollout, "image" | "work">,
  failure: Extract<Placed, { status: "failed" }>,
): Extract<Placed, { status: "failed" }> {
  const reason = failure.problem.message.replace(/^.*?\): /, "")
  const params = { service: work.desired.owner, image, reason }
  return failedWith(problem(imageNotReadable, params), { statusCode: failure.statusCode ?? 400 })
}

/** The region of each Machine that is missing: those with the fewest first, in the order of the service. */
export function regionsFor(
  count: number,
  regions: readonly string[],
  standing: readonly MachineAnswer[],
): readonly string[] {
  const counts = new Map(regions.map((region) => [region, 0]))
  for (const { region } of standing) counts.set(region, (counts.get(region) ?? 0) + 1)
  return Array.from({ length: count }, () => {
    const next = regions.reduce((least, region) =>
      (counts.get(region) ?? 0) < (counts.get(least) ?? 0) ? region : least,
    )
    counts.set(next, (counts.get(next) ?? 0) + 1)
    return next
  })
}
