import { duration, percentage, size, type Unit } from "../../manifest/units.ts"
import { monthlyRequests } from "../workload/stated-workload.ts"
import type { Workload } from "../workload/workload.ts"
import type { ServiceChange, WhatIf } from "./what-if.ts"

export type ParsedWhatIf =
  | { readonly ok: true; readonly whatIf: WhatIf }
  /** `expected` completes "is not". */
  | { readonly ok: false; readonly part: string; readonly expected: string }

/** Every key, with what it takes. */
const whatIfKeys: readonly string[] = [
  "requests",
  "cacheHits",
  "activeHours",
  "responseSize",
  "ping",
  "spot",
  "idle",
  "gpu",
  "min",
  "max",
  "concurrency",
  "cpu",
  "memory",
  "target",
  "model",
  "offer",
]

/** Reads `idle=30s,gpu=L4,gateway.target=fly`: changes of the workload, of all models, or of one service. */
export function parseWhatIf(text: string): ParsedWhatIf {
  const parts = text.split(",").map((part) => part.trim())
  const parsed = parts.map(parsePart)
  const wrong = parsed.find((part) => !part.ok)
  if (wrong !== undefined && !wrong.ok) return wrong
  const right = parsed.flatMap((part) => (part.ok ? [part.change] : []))
  return {
    ok: true,
    whatIf: {
      text,
      workload: Object.assign({}, ...right.map(({ workload }) => workload)),
      services: right.flatMap(({ service }) => service ?? []),
      interruptible: right.some(({ spot }) => spot === true),
    },
  }
}

interface Change {
  readonly workload?: Partial<Workload>
  readonly service?: ServiceChange
  readonly spot?: boolean
}

type ParsedPart =
  | { readonly ok: true; readonly change: Change }
  | { readonly ok: false; readonly part: string; readonly expected: string }

function parsePart(part: string): ParsedPart {
  const match = /^(?:([a-z][a-z0-9-]*)\.)?(\w+)=(.+)$/.exec(part)
  if (match === null) return { ok: false, part, expected: `a key, "=" and a value: ${keys()}` }
  const [, service, key = "", value = ""] = match
  const change = workloadChange(key, value) ?? serviceChange({ service, key, value })
  if (change === undefined) return { ok: false, part, expected: `one of ${keys()}` }
  return typeof change === "string" ? { ok: false, part, expected: change } : { ok: true, change }
}

function keys(): string {
  return whatIfKeys.join(", ")
}

/** A change, what was expected instead, or undefined where the key is none of the workload's. */
function workloadChange(key: string, value: string): Change | string | undefined {
  switch (key) {
    case "requests": {
      const requests = /^\d+$/.test(value) ? Number(value) : monthlyRequests(value)
      return requests > 0 ? { workload: { requests } } : "a number of requests a month above zero"
    }
    case "cacheHits":
      return measured(percentage, value, (cacheHits) => ({ workload: { cacheHits } }))
    case "activeHours":
      return measured(percentage, value, (active) => ({
        workload: { shape: { type: "hours", active: Math.max(active, 1 / 24) } },
      }))
    case "responseSize":
      return measured(size, value, (responseBytes) => ({ workload: { responseBytes } }))
    case "ping":
      return value === "off"
        ? { workload: { pingSeconds: undefined } }
        : measured(duration, value, (ms) => ({ workload: { pingSeconds: ms / 1000 } }))
    case "spot":
      return value === "yes" || value === "no" ? { spot: value === "yes" } : "yes or no"
    default:
      return undefined
  }
}

interface ServicePart {
  readonly service: string | undefined
  readonly key: string
  readonly value: string
}

function serviceChange({ service, key, value }: ServicePart): Change | string | undefined {
  const of = (change: Omit<ServiceChange, "service">): Change => ({
    service: { service, ...change },
  })
  switch (key) {
    case "idle":
      return measured(duration, value, (idleMs) => of({ scale: { idleMs } }))
    case "memory":
      return measured(size, value, (bytes) => of({ memoryMiB: bytes / 2 ** 20 }))
    case "min":
      return counted(value, 0, (min) => of({ scale: { min } }))
    case "max":
      return counted(value, 1, (max) => of({ scale: { max } }))
    case "concurrency":
      return counted(value, 1, (concurrency) => of({ scale: { concurrency } }))
    case "cpu":
      return Number(value) > 0 ? of({ cpu: Number(value) }) : "a number of virtual CPUs"
    case "gpu":
      return of({ gpu: value })
    case "target":
      return of({ target: value })
    case "model":
    case "offer":
      return offered(value, of)
    default:
      return undefined
  }
}

/** `openai:gpt-5-nano`, `render:web.free`. */
function offered(text: string, of: (change: Omit<ServiceChange, "service">) => Change) {
  const [, target, offer] = /^([a-z][a-z0-9-]*):(.+)$/.exec(text) ?? []
  return target === undefined || offer === undefined
    ? "a platform, a colon and what it offers, such as openai:gpt-5-nano"
    : of({ target, offer })
}

function measured(unit: Unit, text: string, change: (value: number) => Change): Change | string {
  const parsed = unit.parse(text)
  return parsed.ok ? change(parsed.value) : unit.expected
}

function counted(text: string, least: number, change: (value: number) => Change): Change | string {
  return /^\d{1,6}$/.test(text) && Number(text) >= least
    ? change(Number(text))
    : `a whole number from ${least} on`
}
