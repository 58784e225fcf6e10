import { type ProcessState, problem, type RemoteScope } from "aidep/provider"
import * as errors from "../../errors.ts"
import { exitText } from "../exit-text.ts"
import { shownLines } from "../run-step.ts"
import { done, type Failure, failure, type Step } from "../step.ts"

/** Something that was started. */
export interface Started {
  readonly item: string
  /** The supervisor's folder. */
  readonly run: string
  readonly readiness: Readiness
  readonly startupMs: number
}

/** How it shows that it is up. */
export type Readiness =
  /** A path answers with 200. */
  | { readonly type: "healthy"; readonly port: number; readonly path: string }
  /** Something takes connections. */
  | { readonly type: "listening"; readonly port: number }
  /** It runs for a moment without ending. */
  | { readonly type: "running" }
  /** A program that knows the answer ends with exit code 0. */
  | { readonly type: "asked"; readonly port: number; readonly ask: () => Promise<boolean> }

/** A process that ends by itself at once has done so by then. */
const steadyMs = 1000
const pollMs = 100
const probeMs = 5000
/** Who takes connections does so at once; what it answers does not matter, nor whether it does. */
const connectMs = 500

/** Waits until it is up. A process that ends, crashes or is late is a failure with its last lines. */
export async function waitUntilUp(started: Started, scope: RemoteScope): Promise<Step<undefined>> {
  const { clock, supervisor } = scope.ports
  const { readiness } = started
  const begin = clock.nowMs()
  let last = "was not asked"
  for (;;) {
    if (scope.signal.aborted) return failure(problem(errors.interrupted, { item: started.item }))
    const elapsedMs = clock.nowMs() - begin
    const look = await lookAt(started, { scope, elapsedMs })
    // Only now: what answered may have been another program's, and this one ended.
    const state = await supervisor.inspect(started.run)
    const life = lifeOf(state)
    if (life === "ended") return await endedEarly(started, state, scope)
    if (life === "runs" && look.up) return done(undefined)
    last = look.text
    if (elapsedMs >= started.startupMs)
      return readiness.type === "running"
        ? await endedEarly(started, state, scope)
        : await late(started, { readiness, last, scope })
    await clock.sleep(pollMs, scope.signal)
  }
}

interface Look {
  readonly up: boolean
  /** Completes "http://127.0.0.1:8080/health …". */
  readonly text: string
}

interface LookOptions {
  readonly scope: RemoteScope
  readonly elapsedMs: number
}

async function lookAt({ readiness }: Started, { scope, elapsedMs }: LookOptions): Promise<Look> {
  switch (readiness.type) {
    case "running":
      return { up: elapsedMs >= steadyMs, text: "runs" }
    case "asked":
      return { up: await readiness.ask(), text: "does not answer" }
    case "listening": {
      const { timings } = await probe(
        { port: readiness.port, path: "/", withinMs: connectMs },
        scope,
      )
      return { up: timings.connectMs !== undefined, text: "does not listen" }
    }
    case "healthy": {
      const outcome = await probe({ ...readiness, withinMs: probeMs }, scope)
      if (outcome.status === "failed") return { up: false, text: failureTexts[outcome.kind] }
      const { statusCode } = outcome.answer
      return { up: statusCode === 200, text: `answered with status ${statusCode}` }
    }
  }
}

interface Question {
  readonly port: number
  readonly path: string
  readonly withinMs: number
}

async function probe({ port, path, withinMs }: Question, { ports, signal }: RemoteScope) {
  return await ports.prober.probe(
    { method: "GET", url: `${localUrl(port)}${path}`, headers: {} },
    { totalTimeoutMs: withinMs, signal },
  )
}

const failureTexts = {
  refused: "was refused, since nothing listens there",
  unreachable: "could not be reached",
  dns: "could not be reached",
  tls: "could not be reached",
  "timed-out": "gave no answer in time",
  cut: "broke off its answer",
  "too-large": "answered with more than 1 MiB",
  malformed: "did not answer in HTTP",
  "invalid-request": "is no valid address",
  aborted: "was not waited for",
} as const satisfies Readonly<Record<string, string>>

function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`
}

/** A restart counts as an end: what crashes while it starts is not up, whatever it does next. */
function lifeOf(state: ProcessState): "runs" | "ended" | "undecided" {
  switch (state.status) {
    case "running":
      return state.restarts === 0 ? "runs" : "ended"
    case "starting":
      return "undecided"
    case "restarting":
      // How it ended is known once the supervisor has cleaned up after it.
      return state.lastExit === undefined ? "undecided" : "ended"
    default:
      return "ended"
  }
}

async function endedEarly(
  { item, run, readiness }: Started,
  state: ProcessState,
  { ports }: RemoteScope,
): Promise<Failure> {
  const log = await ports.supervisor.tail(run, shownLines)
  // Its own process is not restarted any more, so that who listens there now is somebody else.
  await ports.supervisor.stop(run, { graceMs: 0 })
  if (readiness.type !== "running" && !(await ports.network.isFree(readiness.port)))
    return failure(problem(errors.portBusy, { item, port: readiness.port }), log)
  const address = log.some((line) => /EADDRINUSE|address already in use/i.test(line))
  return failure(problem(errors.exited, { item, how: exitText(state), address }), log)
}

interface LateOptions {
  readonly readiness: Exclude<Readiness, { readonly type: "running" }>
  readonly last: string
  readonly scope: RemoteScope
}

async function late(
  { item, run, startupMs }: Started,
  { readiness, last, scope }: LateOptions,
): Promise<Failure> {
  const log = await scope.ports.supervisor.tail(run, shownLines)
  const seconds = startupMs / 1000
  const { port } = readiness
  if (readiness.type !== "healthy" || last === failureTexts.refused)
    return failure(problem(errors.neverListened, { item, port, seconds }), log)
  const url = `${localUrl(port)}${readiness.path}`
  return failure(problem(errors.neverHealthy, { item, url, seconds, last }), log)
}
