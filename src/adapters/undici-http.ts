import type { Agent, Dispatcher } from "undici"
import type { Http, HttpOutcome, HttpRequest } from "../ports/http.ts"

/** Answers of platforms' APIs that are longer than this are cut off as unreadable. */
const maxBodyBytes = 32 * 1024 * 1024

/** Sends requests through a pool of connections that lives as long as the process. */
export function undiciHttp(): Http {
  let agent: Promise<Agent> | undefined
  return {
    send: async (request, signal) => {
      const { Agent } = await import("undici")
      agent ??= Promise.resolve(
        new Agent({ keepAliveTimeout: 10_000, maxResponseSize: maxBodyBytes }),
      )
      return await send(request, { dispatcher: await agent, signal })
    },
  }
}

interface Sending {
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal | undefined
}

async function send(
  { url, method, headers, body, timeoutMs }: HttpRequest,
  { dispatcher, signal }: Sending,
): Promise<HttpOutcome> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const whole = signal === undefined ? timeout : AbortSignal.any([timeout, signal])
  try {
    const { origin, pathname, search } = new URL(url)
    const answer = await dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method,
      headers: { ...headers },
      body: body ?? null,
      signal: whole,
    })
    const text = await answer.body.text()
    return {
      status: "answered",
      statusCode: answer.statusCode,
      headers: joined(answer.headers),
      body: text,
    }
  } catch (error) {
    return failureOf(error, { timeout, signal })
  }
}

function joined(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")]],
    ),
  )
}

type Failure = Extract<HttpOutcome, { readonly status: "failed" }>

/** What happened before a connection stood cannot have reached the platform. */
const beforeConnection: Readonly<Record<string, Pick<Failure, "kind" | "reason">>> = {
  ECONNREFUSED: { kind: "refused", reason: "The connection was refused." },
  ENOTFOUND: { kind: "dns", reason: "The name of the host is not known." },
  EAI_AGAIN: { kind: "dns", reason: "The name of the host could not be looked up." },
  ENETUNREACH: { kind: "unreachable", reason: "The network cannot be reached." },
  EHOSTUNREACH: { kind: "unreachable", reason: "The host cannot be reached." },
  UND_ERR_CONNECT_TIMEOUT: { kind: "unreachable", reason: "No connection came about." },
}

function failureOf(
  error: unknown,
  { timeout, signal }: { readonly timeout: AbortSignal; readonly signal: AbortSignal | undefined },
): Failure {
  const failed = { status: "failed", maybeDone: true } as const
  if (signal?.aborted === true)
    return { ...failed, kind: "aborted", reason: "The request was cancelled." }
  if (timeout.aborted) return { ...failed, kind: "timed-out", reason: "No answer came in time." }
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const before = beforeConnection[code]
  if (before !== undefined) return { ...failed, ...before, maybeDone: false }
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code))
    return {
      ...failed,
      kind: "tls",
      reason: `The certificate was not accepted (${code}).`,
      maybeDone: false,
    }
  return { ...failed, kind: "cut", reason: "The connection ended before the answer did." }
}
