import {
  type ApiClient,
  type ApiFailure,
  type ApiOutcome,
  callApi,
  failedWith,
  platformErrors,
  problem,
  type RemoteScope,
  sayWithout,
} from "aidep/provider"
import * as z from "zod"
import { apiToken, type RailwayOptions } from "../../options.ts"

export const apiAddress = "https://backboard.railway.com/graphql/v2"

export type RailwayScope = RemoteScope<RailwayOptions>

/** One request: what it asks or changes, and the form of its answer. */
export interface Document<T> {
  /** Name of the operation in the text, which errors and faults name: `railway.applyService`. */
  readonly name: string
  readonly text: string
  readonly effect: "read" | "change"
  readonly idempotent: boolean
  readonly answer: z.ZodType<T>
}

export interface Variables {
  readonly [name: string]: unknown
}

/** Sends a document. With an error in its answer it counts as failed, although a part may have been done. */
export async function ask<T>(
  document: Document<T>,
  variables: Variables,
  scope: RailwayScope,
): Promise<ApiOutcome<T>> {
  return await send(document, variables, { scope, client: clientOf(scope) })
}

/** The same with the value of the token as one of a single environment, which goes in another header. */
export async function askAsProject<T>(
  document: Document<T>,
  scope: RailwayScope,
): Promise<ApiOutcome<T>> {
  const headers = { "project-access-token": scope.credential(apiToken.variable) ?? "" }
  return await send(document, {}, { scope, client: { ...clientOf(scope), headers } })
}

interface Sending {
  readonly scope: RailwayScope
  readonly client: ApiClient
}

async function send<T>(
  document: Document<T>,
  variables: Variables,
  { client, scope }: Sending,
): Promise<ApiOutcome<T>> {
  const secrets = secretsIn(variables)
  const { effect, idempotent, name, text } = document
  const operation = `railway.${name}`
  const outcome = await callApi(
    {
      operation,
      method: "POST",
      url: apiAddress,
      body: { operationName: name, query: text, variables },
      effect,
      idempotent,
      answer,
      secrets,
    },
    client,
    scope,
  )
  if (outcome.status === "failed") return outcome
  const { data, errors = [] } = outcome.value
  const [fault] = errors
  if (fault !== undefined) return refusal({ operation, effect, ...fault }, secrets)
  const parsed = document.answer.safeParse(data)
  if (parsed.success) return { status: "done", value: parsed.data }
  const path = parsed.error.issues[0]?.path.join(".") ?? ""
  const params = {
    platform: "Railway",
    action: operation,
    reason: `"${path}" is not what it should be.`,
  }
  return failedWith(problem(platformErrors.unexpectedAnswer, params), { maybeDone: true })
}

/** Values of environment variables, which stand under `variables` wherever a document takes them. */
function secretsIn(variables: Variables): readonly string[] {
  const sent = withValues.safeParse(variables).data
  const maps = [sent?.input?.variables, sent?.variables?.variables]
  return maps.flatMap((map) => Object.values(map ?? {}))
}

const values = z.object({ variables: z.record(z.string(), z.string()).optional() })
const withValues = z.object({ input: values.optional(), variables: values.optional() })

const graphQLError = z.object({ message: z.string() })
const answer = z.object({
  data: z.unknown(),
  errors: z
    .array(graphQLError)
    .nullish()
    .transform((errors) => errors ?? []),
})

/** Railway's answers to a token that is wrong, or not allowed to do something, have no status of their own. */
const wrongToken = /^(not authorized|unauthorized|invalid token)\b/i
const missing = /\bnot found\b/i
const limited = /\b(limit|plan|trial|upgrade|subscription)\b/i
const busy = /\brate limit|too many requests\b/i

interface Fault {
  readonly operation: string
  readonly effect: "read" | "change"
  readonly message: string
}

function refusal({ effect, message, operation }: Fault, secrets: readonly string[]): ApiFailure {
  const platform = "Railway"
  const action = operation
  const reason = sayWithout(message, secrets)
  const more = { statusCode: 400, maybeDone: false }
  if (wrongToken.test(message))
    return failedWith(problem(platformErrors.unauthorized, { platform, ...apiToken }), {
      ...more,
      statusCode: 401,
    })
  if (busy.test(message)) {
    const params = { platform, action, seconds: undefined }
    return failedWith(problem(platformErrors.rateLimited, params), { ...more, statusCode: 429 })
  }
  if (missing.test(message) && effect === "read") {
    const params = { platform, action, what: "it" }
    return failedWith(problem(platformErrors.notFound, params), { ...more, statusCode: 404 })
  }
  const entry = limited.test(message) ? platformErrors.quota : platformErrors.refused
  const statusCode = missing.test(message) ? 404 : more.statusCode
  return failedWith(problem(entry, { platform, action, reason }), { ...more, statusCode })
}

function clientOf({ credential }: RailwayScope): ApiClient {
  return {
    platform: "Railway",
    credential: apiToken,
    headers: { authorization: `Bearer ${credential(apiToken.variable) ?? ""}` },
    reasonIn: (body) => answer.safeParse(body).data?.errors[0]?.message,
  }
}
