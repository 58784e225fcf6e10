import type { ResourceState } from "aidep/provider"
import type { MachineAnswer, MachineEventAnswer } from "../api/answers.ts"
import { configOf } from "./metadata.ts"

/** What a Machine is at. `idle`: stopped by Fly Proxy until a request comes, or by hand. `ended`: of its own. */
export type MachineHealth = "healthy" | "starting" | "failing" | "crashed" | "ended" | "idle"

export interface MachineState {
  readonly health: MachineHealth
  /** A sentence. */
  readonly about: string
}

/** So many ends since its start make a crash loop. */
const crashLoop = 3

export function stateOf(machine: MachineAnswer): MachineState {
  const { name, state } = machine
  const exits = exitsSinceLaunch(machine)
  if (exits.length >= crashLoop)
    return { health: "crashed", about: `"${name}" ended ${exits.length} times (${codeOf(exits)}).` }
  switch (state) {
    case "started":
      return checkState(machine)
    case "stopped":
      return stoppedState(machine)
    case "failed":
      return { health: "crashed", about: `"${name}" could not be started.` }
    case "suspended":
    case "stopping":
    case "suspending":
      return { health: "idle", about: `"${name}" is ${state}.` }
    default:
      return { health: "starting", about: `"${name}" is at "${state}".` }
  }
}

function checkState({ checks, name }: MachineAnswer): MachineState {
  const failing = (checks ?? []).filter(({ status }) => status === "critical")
  const [first] = failing
  if (first !== undefined) {
    const output = first.output?.trim().split("\n").at(-1) ?? ""
    return { health: "failing", about: `The check of "${name}" fails: ${output || "no output"}.` }
  }
  const waiting = (checks ?? []).some(({ status }) => status !== "passing")
  if (waiting) return { health: "starting", about: `"${name}" is not yet healthy.` }
  return { health: "healthy", about: `"${name}" runs.` }
}

function stoppedState(machine: MachineAnswer): MachineState {
  const { events, name } = machine
  const exit = (events ?? []).find(({ type }) => type === "exit")
  const { exit_code: code = 0, oom_killed: isFull, requested_stop: isAsked } = exitOf(exit)
  if (exit === undefined || isAsked === true)
    return { health: "idle", about: `"${name}" is stopped.` }
  if (isFull === true) return { health: "crashed", about: `"${name}" ran out of memory.` }
  if (code === 0 || code === null) return { health: "ended", about: `"${name}" ended with 0.` }
  return { health: "crashed", about: `"${name}" ended with ${code}.` }
}

/** Ends that nobody asked for, newest first. */
function exitsSinceLaunch({ events }: MachineAnswer): readonly MachineEventAnswer[] {
  const launched = (events ?? []).findIndex(({ type }) => type === "launch" || type === "update")
  const since = launched === -1 ? (events ?? []) : (events ?? []).slice(0, launched)
  return since.filter((event) => event.type === "exit" && exitOf(event).requested_stop !== true)
}

function codeOf([newest]: readonly MachineEventAnswer[]): string {
  return `the last time with ${exitOf(newest).exit_code ?? "an unknown code"}`
}

function exitOf(event: MachineEventAnswer | undefined) {
  return event?.request?.exit_event ?? {}
}

/** True where Fly Proxy stops and starts it. */
export function mayBeIdle(machine: MachineAnswer): boolean {
  const autostop = configOf(machine).services?.[0]?.autostop
  return autostop !== undefined && autostop !== null && autostop !== false && autostop !== "off"
}

/** Of the Machines that serve. */
export function appState(machines: readonly MachineAnswer[]): {
  readonly state: ResourceState
  readonly about: string
} {
  if (machines.length === 0) return { state: "failed", about: "It has no Machines." }
  const states = machines.map((machine) => ({ ...stateOf(machine), mayBeIdle: mayBeIdle(machine) }))
  const broken = states.find(({ health }) => health === "crashed" || health === "failing")
  if (broken !== undefined) return { state: "failed", about: broken.about }
  const starting = states.find(({ health }) => health === "starting")
  if (starting !== undefined) return { state: "starting", about: starting.about }
  const stopped = states.find(
    (one) => one.health === "ended" || (one.health === "idle" && !one.mayBeIdle),
  )
  if (stopped !== undefined) return { state: "stopped", about: stopped.about }
  const running = states.filter(({ health }) => health === "healthy").length
  return { state: "running", about: `${running} of ${states.length} Machines run.` }
}
