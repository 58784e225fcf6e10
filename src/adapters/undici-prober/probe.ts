import type { Socket } from "node:net"
import type { Client } from "undici"
import type { ProbeOptions, ProbeOutcome, ProbeRequest } from "../../ports/prober.ts"
import type { BodyBudget, BodyShare } from "./body-budget.ts"
import { certificateOf } from "./certificate.ts"
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
import { guardedLookup, privateAddressError } from "./guarded-lookup.ts"
import { isPrivateByForm } from "./private-addresses.ts"
import { ProbeRecorder } from "./recorder.ts"
import { redirectedRequest } from "./redirect.ts"

/** One probe, redirects included. Times count from now. */
export async function probe(
  request: ProbeRequest,
  options: ProbeOptions & ProberSettings & { readonly budget: BodyBudget },
): Promise<ProbeOutcome> {
  const started = { startedMs: performance.now(), redirectedFrom: [] }
  return await follow(request, {
    ...options,
    ...started,
    refusesPrivate: refuses(request, options),
  })
}

interface Limits extends ProbeOptions, ProberSettings {
  readonly budget: BodyBudget
  /** Start of the whole probe, redirects included. */
  readonly startedMs: number
  readonly redirectedFrom: readonly string[]
  readonly refusesPrivate: boolean
}

/** Who asks for a private address by its own form means it. */
function refuses({ url }: ProbeRequest, options: ProbeOptions & ProberSettings): boolean {
  const { privateAddresses: rule, address, isPrivateAddress } = options
  const first = URL.parse(url)
  if (rule !== "refused" || address !== undefined || first === null) return false
  return !isPrivateByForm(hostnameOf(first), isPrivateAddress)
}

async function follow(request: ProbeRequest, limits: Limits): Promise<ProbeOutcome> {
  const outcome = await exchange(request, limits)
  const { redirects = 0 } = limits
  if (redirects === 0 || outcome.status !== "answered") return outcome
  const next = redirectedRequest(request, outcome.answer)
  const redirectedFrom = [...limits.redirectedFrom, request.url]
  if (next === undefined || closesCircle(next, request, redirectedFrom)) return outcome
  return await follow(next, { ...limits, redirects: redirects - 1, redirectedFrom })
}

/** A POST that is led to its own address as a GET has been answered, and that answer is not a circle. */
function closesCircle(
  next: ProbeRequest,
  request: ProbeRequest,
  asked: readonly string[],
): boolean {
  return next.method === request.method && asked.includes(next.url)
}

/** One request and its answer. */
async function exchange(request: ProbeRequest, limits: Limits): Promise<ProbeOutcome> {
  const recorder = new ProbeRecorder(request.url, limits.startedMs, limits.redirectedFrom)
  if (limits.signal?.aborted === true) return failed(aborted, recorder)
  const url = URL.parse(request.url)
  if (url === null || !/^https?:$/.test(url.protocol))
    return failed(invalidRequest("its address is not one of http or https"), recorder)
  const refused = refusedAddress(url, limits)
  if (refused !== undefined) return failed(refused, recorder)
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
    const reading: { goOn: () => void } = { goOn: () => undefined }
    const share = limits.budget.open(() => reading.goOn())
    const end = (outcome: ProbeOutcome): void => {
      // The first end counts: closing makes undici report one more.
      resolve(outcome)
      watch.stop()
      share.close()
      connection.close()
      client.destroy().catch(() => undefined)
    }
    const fail = (failure: Failure): void => end(failed(failure, recorder))
    send(client, { request, url, limits, recorder, share, reading, end })
  })
}

/** A redirect may lead straight to an address, or to a name of this machine. */
function refusedAddress(
  url: URL,
  { refusesPrivate, isPrivateAddress }: Limits,
): Failure | undefined {
  const hostname = hostnameOf(url)
  return refusesPrivate && isPrivateByForm(hostname, isPrivateAddress)
    ? connectionFailure(privateAddressError(hostname), "name", url.host)
    : undefined
}

/** Time-outs are this file's own, exact and in phases. */
const noLimits = { headersTimeout: 0, bodyTimeout: 0, pipelining: 0, allowH2: false } as const

function failed(failure: Failure, recorder: ProbeRecorder): ProbeOutcome {
  const { phase, timings } = recorder
  const partial = recorder.answer(partialBytes)
  return { status: "failed", ...failure, phase, partial, timings }
}

/** Of an answer that is not whole, the start tells enough. */
const partialBytes = 64 * 1024

interface Exchange {
  readonly request: ProbeRequest
  readonly url: URL
  readonly limits: Limits
  readonly recorder: ProbeRecorder
  readonly share: BodyShare
  /** How reading goes on after a pause. */
  readonly reading: { goOn: () => void }
  readonly end: (outcome: ProbeOutcome) => void
}

function send(client: Client, parts: Exchange): void {
  const { request, url, limits, recorder, share, reading, end } = parts
  const { maxBodyBytes = 1024 * 1024 } = limits
  const { method, headers, body = null } = request
  const options = { method, path: url.pathname + url.search, headers: sentHeaders(headers), body }
  client.dispatch(options, {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, statusCode, received) => {
      // 1xx only announces the answer.
      if (statusCode >= 200) recorder.head(statusCode, received)
    },
    onResponseData: (controller, part) => {
      if (recorder.bytes + part.length > maxBodyBytes)
        return end(failed(tooLarge(maxBodyBytes, url.host), recorder))
      recorder.data(part)
      // Not at once: another probe's answer may be in the middle of being read.
      reading.goOn = () => setImmediate(() => controller.resume())
      if (!share.take(part.length)) controller.pause()
    },
    onResponseEnd: () => {
      const { timings } = recorder
      const answer = recorder.answer(maxBodyBytes)
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
          recorder.connected(certificateOf(ready))
          callback(null, ready)
        },
        failed: (error, stage) => fail(connectionFailure(error, stage, url.host)),
      })
      opened.push(socket)
    },
  }
}

function targetOf(url: URL, limits: Limits): ConnectionTarget {
  const { address, authorities, lookup, refusesPrivate } = limits
  const tls = url.protocol === "https:"
  return {
    hostname: hostnameOf(url),
    port: url.port === "" ? defaultPort(tls) : Number(url.port),
    tls,
    address,
    authorities,
    lookup: refusesPrivate ? guardedLookup(limits) : lookup,
  }
}

function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1")
}

function defaultPort(tls: boolean): number {
  return tls ? 443 : 80
}
