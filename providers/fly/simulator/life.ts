import { processGroup, releaseGroup } from "../remote/read/metadata.ts"
import type { App, Machine } from "./account.ts"

/** Assumptions, in milliseconds: the vendor says nothing about them. */
const startMs = 4000
const healthyMs = 6000
const crashMs = 1500
const restartMs = 3000
const commandMs = 8000
/** Fly Proxy looks every few minutes. https://fly.io/docs/launch/autostop-autostart/, read 2026-08-07. */
const idleMs = 6 * 60_000
/** Of a Machine that goes on crashing. https://fly.io/docs/machines/guides-examples/machine-restart-policy/ */
const mostRestarts = 10

export interface LifeEvent {
  readonly type: "launch" | "start" | "exit"
  readonly atMs: number
  readonly exitCode?: number
  readonly isRequested?: boolean
}

/** What a Machine is at. */
export interface Life {
  readonly state: "created" | "starting" | "started" | "stopped"
  /** Undefined where it has no check. */
  readonly check: "passing" | "warning" | "critical" | undefined
  /** Oldest first. */
  readonly events: readonly LifeEvent[]
}

export function lifeOf(machine: Machine, app: App, nowMs: number): Life {
  const { isLaunched, launchedAtMs } = machine
  if (!isLaunched) return { state: "created", check: undefined, events: [] }
  const launch: LifeEvent = { type: "launch", atMs: launchedAtMs }
  const upAtMs = launchedAtMs + startMs
  if (nowMs < upAtMs) return { state: "starting", check: undefined, events: [launch] }
  if (machine.breakage === "crash-loop") return crashing(machine, launch, nowMs)
  if (isCommand(machine)) return ending(launch, { nowMs, endMs: upAtMs + commandMs })
  return serving(machine, app, { launch, nowMs })
}

function isCommand({ config }: Machine): boolean {
  return config.metadata?.[processGroup] === releaseGroup
}

function ending(
  launch: LifeEvent,
  { endMs, nowMs }: { readonly endMs: number; readonly nowMs: number },
): Life {
  const start: LifeEvent = { type: "start", atMs: launch.atMs + startMs }
  if (nowMs < endMs) return { state: "started", check: undefined, events: [launch, start] }
  const exit: LifeEvent = { type: "exit", atMs: endMs, exitCode: 0 }
  return { state: "stopped", check: undefined, events: [launch, start, exit] }
}

function crashing({ config }: Machine, launch: LifeEvent, nowMs: number): Life {
  const isOnce = config.restart?.policy === "no"
  const firstMs = launch.atMs + startMs
  const times = isOnce ? 1 : mostRestarts
  const events = Array.from({ length: times }, (_, index): readonly LifeEvent[] => {
    const atMs = firstMs + index * restartMs
    return [
      { type: "start", atMs },
      { type: "exit", atMs: atMs + crashMs, exitCode: 1 },
    ]
  }).flat()
  const past = events.filter(({ atMs }) => atMs <= nowMs)
  const hasEnded = past.length === events.length
  const check = hasChecks(config) ? "critical" : undefined
  return { state: hasEnded ? "stopped" : "started", check, events: [launch, ...past] }
}

interface Serving {
  readonly launch: LifeEvent
  readonly nowMs: number
}

function serving(machine: Machine, app: App, { launch, nowMs }: Serving): Life {
  const upAtMs = launch.atMs + startMs
  const start: LifeEvent = { type: "start", atMs: upAtMs }
  const stoppedAtMs = machine.stoppedAtMs ?? idleSinceMs(machine, app, nowMs)
  if (stoppedAtMs !== undefined && stoppedAtMs <= nowMs) {
    const exit: LifeEvent = { type: "exit", atMs: stoppedAtMs, exitCode: 0, isRequested: true }
    return { state: "stopped", check: undefined, events: [launch, start, exit] }
  }
  const isHealthy = nowMs >= upAtMs + healthyMs
  const found = isHealthy ? "passing" : "warning"
  const check = hasChecks(machine.config) ? found : undefined
  return { state: "started", check, events: [launch, start] }
}

function hasChecks({ services = [] }: Machine["config"]): boolean {
  return services.some(({ checks = [] }) => checks.length > 0)
}

/** When Fly Proxy stops it for want of requests; undefined where it keeps it. The oldest Machines are kept. */
function idleSinceMs(machine: Machine, app: App, nowMs: number): number | undefined {
  const [service] = machine.config.services ?? []
  if (service?.autostop === undefined || service.autostop === "off") return undefined
  const dueMs = machine.launchedAtMs + startMs + idleMs
  if (dueMs > nowMs) return undefined
  const kept = Object.values(app.machines)
    .filter((other) => other.isLaunched && !isCommand(other) && !other.isCordoned)
    .slice(0, service.min_machines_running ?? 0)
  return kept.some(({ id }) => id === machine.id) ? undefined : dueMs
}

/** True where Fly Proxy sends requests to it, starting it first where it is stopped. */
export function takesRequests(machine: Machine, app: App, nowMs: number): boolean {
  const [service] = machine.config.services ?? []
  if (service === undefined || machine.isCordoned) return false
  const { check, state } = lifeOf(machine, app, nowMs)
  if (state === "stopped") return service.autostart === true && machine.breakage === undefined
  return state === "started" && check !== "critical" && check !== "warning"
}
