import type { Command, CommandOutcome, Processes } from "../../ports/processes.ts"
import { type Fault, isDoneAllTheSame } from "./fault.ts"
import { bent, delayMs, type SimulatedPlatform } from "./fault-script.ts"
import type { SimulatedWorldParts } from "./simulated-http.ts"

/** Commands of simulated platforms go to those, take their time and meet the faults asked for; others really run. */
export function simulatedProcesses(
  processes: Processes,
  { platforms, clock, faults, onCall }: SimulatedWorldParts,
): Processes {
  const simulate = async (
    command: Command,
    { operation, platform }: { readonly operation: string; readonly platform: SimulatedPlatform },
  ): Promise<CommandOutcome> => {
    const fault = faults.next(operation, command.effect)
    const startMs = clock.nowMs()
    await clock.sleep(delayMs(platform, operation))
    if (fault?.kind === "timeout-before" || fault?.kind === "timeout-after")
      await clock.sleep(command.timeoutMs)
    const pass = (): CommandOutcome => passOn(command, platform)
    const outcome = fault === undefined ? pass() : bentOutcome(fault, platform, pass)
    onCall({ operation, startMs, endMs: clock.nowMs(), outcome: outcomeText(outcome), fault })
    return outcome
  }
  return {
    ...processes,
    run: async (command) => {
      for (const platform of platforms) {
        const operation = platform.simulation.operationOf?.(command)
        if (operation === undefined) continue
        return await simulate(command, { operation: `${platform.platform}.${operation}`, platform })
      }
      return await processes.run(command)
    },
  }
}

function passOn(command: Command, platform: SimulatedPlatform): CommandOutcome {
  const held = command.effect === "change" ? platform.simulation.save() : undefined
  const outcome = platform.simulation.run?.(command) ?? { status: "not-found" }
  if (held !== undefined) platform.before = held
  return outcome
}

function bentOutcome(
  fault: Fault,
  platform: SimulatedPlatform,
  pass: () => CommandOutcome,
): CommandOutcome {
  const failed = failureOf(fault)
  if (failed === undefined) return bent(fault, platform, pass)
  if (isDoneAllTheSame(fault.kind)) pass()
  return failed
}

/** What the caller of a command sees in place of its outcome; undefined where the command itself is bent. */
function failureOf({ kind }: Fault): CommandOutcome | undefined {
  switch (kind) {
    case "timeout-before":
    case "timeout-after":
      return { status: "timed-out" }
    case "too-many-requests":
    case "server-error":
    case "name-taken":
    case "cut":
      return {
        status: "ended",
        exitCode: 1,
        stdout: "",
        stderr: `A fault of the rehearsal (${kind}).`,
      }
    case "half-applied":
    case "stale-read":
    case "crash-loop":
    case "build-fails":
      return undefined
  }
}

function outcomeText(outcome: CommandOutcome): string {
  return outcome.status === "ended" ? `exit ${outcome.exitCode}` : outcome.status
}
