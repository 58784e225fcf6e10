import type {
  ProbeAnswer,
  ProbeFailureKind,
  ProbeOptions,
  ProbeOutcome,
  Prober,
  ProbeRequest,
} from "../../src/ports/prober.ts"
import type { Clock } from "../../src/ports/clock.ts"

/** What the scripted world answers to a request. */
export interface ScriptedOutcome extends Partial<Omit<ProbeAnswer, "url">> {
  /** In place of an answer. */
  readonly failure?: ProbeFailureKind
  /** How long it takes; over the limit of the probe it is a time-out. */
  readonly tookMs?: number
}

export interface ScriptedProber extends Prober {
  /** Everything that was asked, in order. */
  readonly asked: readonly { readonly request: ProbeRequest; readonly options: ProbeOptions }[]
}

/** A prober that asks a function; `attempt` counts from 1 for each address. Time passes on the given clock. */
export function scriptedProber(
  script: (request: ProbeRequest, attempt: number) => ScriptedOutcome,
  clock: Clock,
): ScriptedProber {
  const asked: { readonly request: ProbeRequest; readonly options: ProbeOptions }[] = []
  return {
    asked,
    probe: async (request, options) => {
      asked.push({ request, options })
      const attempt = asked.filter(({ request: { url } }) => url === request.url).length
      const scripted = script(request, attempt)
      const { tookMs = 10 } = scripted
      await clock.sleep(Math.min(tookMs, options.totalTimeoutMs), options.signal)
      if (options.signal?.aborted === true) return failed("aborted", tookMs)
      return tookMs > options.totalTimeoutMs
        ? failed("timed-out", options.totalTimeoutMs)
        : outcomeOf(scripted, request.url, tookMs)
    },
  }
}

function outcomeOf(scripted: ScriptedOutcome, url: string, totalMs: number): ProbeOutcome {
  const { failure, tookMs: _, ...given } = scripted
  if (failure !== undefined) return failed(failure, totalMs)
  const timings = { connectMs: 1, firstByteMs: totalMs, totalMs }
  const usual = { url, statusCode: 200, headers: {}, body: "", chunks: [] }
  return { status: "answered", answer: { ...usual, ...given }, timings }
}

function failed(kind: ProbeFailureKind, totalMs: number): ProbeOutcome {
  return {
    status: "failed",
    kind,
    phase: "first-byte",
    reason: `The probe ended: ${kind}.`,
    partial: undefined,
    timings: { connectMs: 1, firstByteMs: undefined, totalMs },
  }
}
