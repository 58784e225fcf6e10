import type { Socket } from "node:net"
import type { Client } from "undici"
import type { ProbeOptions, ProbeOutcome, ProbeRequest } from "../../ports/prober.ts"
import { type ConnectionTarget, openConnection } from "./connection.ts"
import {
  aborted,
  connectionFailure,
  exchangeFailure,
  type Failure,
  invalidRequest,
  timeOut,
  tooLarge,
} from "./failure.ts"
import type { ProberSettings } from "./settings.ts"
import { ProbeRecorder } from "./recorder.ts"
import { redirectedRequest } from "./redirect.ts"

/** One probe, redirects included. Times count from now. */
export async function probe(
  request: ProbeRequest,
  options: ProbeOptions & ProberSettings,
): Promise<ProbeOutcome> {
  return await follow(request, { ...options, startedMs: performance.now() })
}

interface Limits extends ProbeOptions, ProberSettings {
  /** Start of the whole probe, redirects included. */
  readonly startedMs: number
}

async function follow(request: ProbeRequest, limits: Limits): Promise<ProbeOutcome> {
  const outcome = await exchange(request, limits)
  const { redirects = 0 } = limits
  if (redirects === 0 || outcome.status !== "answered") return outcome
  const next = redirectedRequest(request, outcome.answer)
  return next === undefined ? outcome : await follow(next, { ...limits, redirects: redirects - 1 })
}

/** One request and its answer. */
async function exchange(request: ProbeRequest, limits: Limits): Promise<ProbeOutcome> {
  const recorder = new ProbeRecorder(request.url, limits.startedMs)
  if (limits.signal?.aborted === true) return failed(aborted, recorder)
  const url = URL.parse(request.url)
  if (url === null || !/^https?:$/.test(url.protocol))
    return failed(invalidRequest("its address is not one of http or https"), recorder)
  // The default export is the whole of a CommonJS module, for Node and for a bundle alike.
  const { Client: UndiciClient } = (await import("undici")).default
  return await new Promise((resolve) => {
    const watch = watchLimits(limits, {
      recorder,
      place: url.host,
      give: (failure) => fail(failure),
    })
    const connection = connector({ url, limits, recorder, fail: (failure) => fail(failure) })
    const client = new UndiciClient(url.origin, { connect: connection.connect, ...noLimits })
    const end = (outcome: ProbeOutcome): void => {
      // The first end counts: closing makes undici report one more.
      resolve(outcome)
      watch.stop()
      connection.close()
      client.destroy().catch(() => undefined)
    }
    const fail = (failure: Failure): void => end(failed(failure, recorder))
    send(client, { request, url, limits, recorder, end })
  })
}

/** Time-outs are this file's own, exact and in phases. */
const noLimits = { headersTimeout: 0, bodyTimeout: 0, pipelining: 0, allowH2: false } as const

function failed(failure: Failure, recorder: ProbeRecorder): ProbeOutcome {
  const { phase, timings, answer } = recorder
  return { status: "failed", ...failure, phase, partial: answer, timings }
}

interface Exchange {
  readonly request: ProbeRequest
  readonly url: URL
  readonly limits: Limits
  readonly recorder: ProbeRecorder
  readonly end: (outcome: ProbeOutcome) => void
}

function send(client: Client, { request, url, limits, recorder, end }: Exchange): void {
  const { maxBodyBytes = 1024 * 1024 } = limits
  const { method, headers, body = null } = request
  const options = { method, path: url.pathname + url.search, headers: sentHeaders(headers), body }
  client.dispatch(options, {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, statusCode, received) => {
      // 1xx only announces the answer.
      if (statusCode >= 200) recorder.head(statusCode, received)
    },
    onResponseData: (_controller, part) => {
      if (recorder.bytes + part.length > maxBodyBytes)
        end(failed(tooLarge(maxBodyBytes, url.host), recorder))
      else recorder.data(part)
    },
    onResponseEnd: () => {
      const { answer, timings } = recorder
      if (answer !== undefined) end({ status: "answered", answer, timings })
    },
    onResponseError: (_controller, error) =>
      end(failed(exchangeFailure(error, recorder.phase, url.host), recorder)),
  })
}

/** Bodies are read as they come, so no compression is asked for. */
function sentHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return { "user-agent": "aidep-probe", "accept-encoding": "identity", accept: "*/*", ...headers }
}

interface Watched {
  readonly recorder: ProbeRecorder
  readonly place: string
  readonly give: (failure: Failure) => void
}

/** Ends the exchange when a limit is reached or the signal aborts. */
function watchLimits(limits: Limits, { recorder, place, give }: Watched): { stop: () => void } {
  const { connectTimeoutMs = 10_000, firstByteTimeoutMs, totalTimeoutMs, signal } = limits
  const after = (limitMs: number, applies: () => boolean) => {
    const expire = (): void => {
      if (applies()) give(timeOut(recorder.phase, limitMs, place))
    }
    return setTimeout(expire, Math.min(Math.max(limitMs - recorder.elapsedMs, 0), longestTimerMs))
  }
  const timers = [
    after(totalTimeoutMs, () => true),
    after(connectTimeoutMs, () => recorder.phase === "connect"),
    ...(firstByteTimeoutMs === undefined
      ? []
      : [after(firstByteTimeoutMs, () => recorder.phase !== "body")]),
  ]
  const abort = (): void => give(aborted)
  signal?.addEventListener("abort", abort, { once: true })
  return {
    stop: () => {
      timers.forEach(clearTimeout)
      signal?.removeEventListener("abort", abort)
    },
  }
}

/** Node fires timers beyond this at once. */
const longestTimerMs = 2 ** 31 - 1

interface ConnectorInput extends Pick<Exchange, "url" | "limits" | "recorder"> {
  readonly fail: (failure: Failure) => void
}

/** Opens the connection of a probe, and closes it whatever undici still has in mind. */
function connector({ url, limits, recorder, fail }: ConnectorInput) {
  const opened: Socket[] = []
  return {
    close: (): void => opened.forEach((socket) => socket.destroy()),
    connect: (_options: unknown, callback: (error: null, socket: Socket) => void): void => {
      const socket = openConnection(targetOf(url, limits), {
        connected: (ready) => {
          recorder.connected()
          callback(null, ready)
        },
        failed: (error, stage) => fail(connectionFailure(error, stage, url.host)),
      })
      opened.push(socket)
    },
  }
}

function targetOf(url: URL, { address, authorities }: Limits): ConnectionTarget {
  const tls = url.protocol === "https:"
  return {
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? defaultPort(tls) : Number(url.port),
    tls,
    address,
    authorities,
  }
}

function defaultPort(tls: boolean): number {
  return tls ? 443 : 80
}
