import type * as z from "zod"
import { type Problem, problem } from "../errors/aidep-error.ts"
import * as errors from "../errors/catalogue/platform.ts"
import type { HttpOutcome, HttpRequest } from "../ports/http.ts"
import type { ApplyOutcome, RemoteScope } from "./remote.ts"

/** A platform's API as its driver speaks to it. */
export interface ApiClient {
  /** Name of the platform, for messages. */
  readonly platform: string
  /** Variable that holds the credential, and where to make one. */
  readonly credential: { readonly variable: string; readonly url: string }
  readonly headers: Readonly<Record<string, string>>
  /** What a body that is not of the expected form says is wrong; undefined where it says nothing. */
  readonly reasonIn: (body: unknown) => string | undefined
}

export interface ApiCall<T> extends Pick<
  HttpRequest,
  "operation" | "method" | "url" | "effect" | "idempotent"
> {
  /** Sent as JSON. */
  readonly body?: unknown
  readonly answer: z.ZodType<T>
  /** Default: 30,000. */
  readonly timeoutMs?: number
  /** Values that a platform may repeat in a refusal, and nobody is to see. */
  readonly secrets?: readonly string[]
}

export type ApiOutcome<T> = { readonly status: "done"; readonly value: T } | ApiFailure

export interface ApiFailure {
  readonly status: "failed"
  readonly problem: Problem
  /** Of the answer; undefined where none came. */
  readonly statusCode: number | undefined
  /** True when the platform may have done what was asked all the same. */
  readonly maybeDone: boolean
}

const usualTimeoutMs = 30_000

/** Sends one request and reads its answer. What the platform or the network refuses is an answer, in words. */
export async function callApi<T>(
  call: ApiCall<T>,
  client: ApiClient,
  { ports: { http }, signal }: Pick<RemoteScope, "ports" | "signal">,
): Promise<ApiOutcome<T>> {
  const { answer, body, secrets = [], timeoutMs = usualTimeoutMs, ...request } = call
  const outcome = await http.send(
    {
      ...request,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...client.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs,
    },
    signal,
  )
  if (outcome.status === "failed") return unanswered(call, client, outcome)
  if (outcome.statusCode >= 300) return refusal({ call, client, secrets }, outcome)
  const parsed = answer.safeParse(parseJson(outcome.body))
  if (parsed.success) return { status: "done", value: parsed.data }
  const [issue] = parsed.error.issues
  const reason = `"${issue?.path.join(".") ?? ""}" is not what it should be.`
  const fault = about(errors.unexpectedAnswer, { call, client, reason })
  return failedWith(fault, { statusCode: outcome.statusCode, maybeDone: true })
}

export function failedWith(
  fault: Problem,
  more: { readonly statusCode?: number; readonly maybeDone?: boolean } = {},
): ApiFailure {
  const { statusCode, maybeDone = false } = more
  return { status: "failed", problem: fault, statusCode, maybeDone }
}

/** JSON, or undefined for what is none, such as an empty body. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function unanswered<T>(
  call: ApiCall<T>,
  client: ApiClient,
  { maybeDone, reason }: Extract<HttpOutcome, { status: "failed" }>,
): ApiFailure {
  return failedWith(about(errors.unreachable, { call, client, reason }), { maybeDone })
}

interface Refused<T> {
  readonly call: ApiCall<T>
  readonly client: ApiClient
  readonly secrets: readonly string[]
}

type Answered = Extract<HttpOutcome, { status: "answered" }>

function refusal<T>({ call, client, secrets }: Refused<T>, answered: Answered): ApiFailure {
  const { body, statusCode } = answered
  const said = client.reasonIn(parseJson(body)) ?? `it answered with status ${statusCode}.`
  const reason = sayWithout(said, secrets)
  const more = { statusCode, maybeDone: statusCode >= 500 }
  return failedWith(problemOf({ call, client, reason }, answered), more)
}

interface Said<T> {
  readonly call: ApiCall<T>
  readonly client: ApiClient
  readonly reason: string
}

function problemOf<T>(said: Said<T>, { headers, statusCode }: Answered): Problem {
  const { call, client } = said
  const { credential, platform } = client
  const action = call.operation
  switch (statusCode) {
    case 401:
      return problem(errors.unauthorized, { platform, ...credential })
    case 402:
      return about(errors.quota, said)
    case 403:
      return problem(errors.forbidden, { platform, action, variable: credential.variable })
    case 404:
    case 410:
      return problem(errors.notFound, { platform, action, what: "it" })
    case 429:
      return problem(errors.rateLimited, { platform, action, seconds: secondsToWait(headers) })
    default: {
      const entry = statusCode >= 500 ? errors.unreachable : errors.refused
      return about(entry, said)
    }
  }
}

function secondsToWait(headers: Readonly<Record<string, string>>): number | undefined {
  const seconds = Number(headers["retry-after"] ?? Number.NaN)
  return Number.isFinite(seconds) ? Math.ceil(seconds) : undefined
}

type WithReason = typeof errors.refused

function about<T>(entry: WithReason, { call, client, reason }: Said<T>): Problem {
  return problem(entry, { platform: client.platform, action: call.operation, reason })
}

const longestReason = 400

/** A platform's own words as a sentence, without the values that it was sent. */
export function sayWithout(reason: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret.length > 3)
    // As it is, and as it stands in the JSON that was sent.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, "••••"), reason)
  const text = hidden.trim().slice(0, longestReason)
  return /[.?!]$/.test(text) ? text : `${text}.`
}

/** All values, or the first failure. */
export function gather<T>(outcomes: readonly ApiOutcome<T>[]): ApiOutcome<readonly T[]> {
  const values: T[] = []
  for (const outcome of outcomes) {
    if (outcome.status === "failed") return outcome
    values.push(outcome.value)
  }
  return { status: "done", value: values }
}

/** What came of a step that the API refused: the service wrote nothing. */
export function notApplied({ problem: fault }: ApiFailure): ApplyFailure {
  return { status: "failed", problem: fault, log: [] }
}

type ApplyFailure = Extract<ApplyOutcome, { readonly status: "failed" }>
