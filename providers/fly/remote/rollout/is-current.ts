import type { MachineAnswer } from "../api/answers.ts"
import type { Rollout } from "../machine/rollout.ts"
import { configOf, deploymentOf, followedIn } from "../read/metadata.ts"
import { machineSettings } from "../read/read-settings.ts"
import { mayBeIdle, stateOf } from "../read/states.ts"

/** Of the settings those that a Machine itself tells, without the volume's, which grows apart. */
const comparedKeys = [
  "image",
  "cpuKind",
  "cpus",
  "memoryMiB",
  "command",
  "restart",
  "mountPath",
  "service",
  "strategy",
  "preDeploy",
  "waitSeconds",
  "dockerfile",
] as const

/** True for a Machine of this very version that works, such as one that a deploy updated before it was killed. */
export function isCurrent(
  machine: MachineAnswer,
  { settings, work }: Pick<Rollout, "settings" | "work">,
): boolean {
  const found = machineSettings(machine, [])
  const { health } = stateOf(machine)
  return (
    comparedKeys.every((key) => isSame(found[key], settings[key])) &&
    isSame(followedIn(machine).regions, settings.regions) &&
    isReachedAs(machine, settings.address) &&
    deploymentOf(machine) === work.desired.deploymentId &&
    (["healthy", "starting"].includes(health) || (health === "idle" && mayBeIdle(machine)))
  )
}

function isSame(found: unknown, wanted: unknown): boolean {
  return JSON.stringify(found) === JSON.stringify(wanted)
}

/** Flycast speaks HTTP only: what is private has no port for HTTPS. */
function isReachedAs(machine: MachineAnswer, address: Rollout["settings"]["address"]): boolean {
  const ports = configOf(machine).services?.flatMap((service) => service.ports ?? []) ?? []
  return ports.some(({ port }) => port === 443) === (address === "public")
}
