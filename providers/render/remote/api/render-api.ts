import {
  type ApiCall,
  type ApiClient,
  type ApiOutcome,
  callApi,
  type RemoteScope,
} from "aidep/provider"
import * as z from "zod"
import { apiKey, type RenderOptions } from "../../options.ts"

export const apiAddress = "https://api.render.com/v1"

export type RenderScope = RemoteScope<RenderOptions>

type Parameters = Readonly<Record<string, string | number | undefined>>

export interface Read<T> {
  /** Name of the call in Render's reference, in camel case: `listServices`. */
  readonly operation: string
  readonly path: string
  readonly query?: Parameters
  readonly answer: z.ZodType<T>
}

export interface Change<T> extends Omit<Read<T>, "query"> {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE"
  readonly body?: unknown
  readonly idempotent: boolean
  readonly secrets?: readonly string[]
}

export async function read<T>(
  { answer, operation, path, query = {} }: Read<T>,
  scope: RenderScope,
): Promise<ApiOutcome<T>> {
  const url = addressOf(path, query)
  const call = { operation, method: "GET", url, effect: "read", idempotent: true, answer } as const
  return await send(call, scope)
}

export async function change<T>(
  { path, ...request }: Change<T>,
  scope: RenderScope,
): Promise<ApiOutcome<T>> {
  return await send({ ...request, url: addressOf(path, {}), effect: "change" }, scope)
}

/** The answer where it has none that matters. */
export const nothing = z.unknown()

const pageSize = 100

/** All pages of a list. Each element stands under `key`, beside the cursor of the page that follows it. */
export async function list<T>(
  { answer, key, query = {}, ...request }: Read<T> & { readonly key: string },
  scope: RenderScope,
): Promise<ApiOutcome<readonly T[]>> {
  const rows = z.array(
    z.record(z.string(), z.unknown()).transform((row, context) => {
      const parsed = answer.safeParse(row[key])
      if (parsed.success) return { value: parsed.data, cursor: String(row["cursor"] ?? "") }
      for (const issue of parsed.error.issues)
        context.addIssue({ code: "custom", message: issue.message, path: [key, ...issue.path] })
      return z.NEVER
    }),
  )
  const values: T[] = []
  let cursor: string | undefined
  for (;;) {
    const paged = { ...query, cursor, limit: pageSize }
    const outcome = await read({ ...request, query: paged, answer: rows }, scope)
    if (outcome.status === "failed") return outcome
    values.push(...outcome.value.map(({ value }) => value))
    cursor = outcome.value.at(-1)?.cursor
    if (outcome.value.length < pageSize || cursor === "") return { status: "done", value: values }
  }
}

/** Undefined for what is not there. */
export function orMissing<T>(outcome: ApiOutcome<T>): ApiOutcome<T | undefined> {
  const missing = outcome.status === "failed" && [404, 410].includes(outcome.statusCode ?? 0)
  return missing ? { status: "done", value: undefined } : outcome
}

async function send<T>(call: ApiCall<T>, scope: RenderScope): Promise<ApiOutcome<T>> {
  return await callApi({ ...call, operation: `render.${call.operation}` }, clientOf(scope), scope)
}

function clientOf({ credential }: RenderScope): ApiClient {
  return {
    platform: "Render",
    credential: apiKey,
    headers: { authorization: `Bearer ${credential(apiKey.variable) ?? ""}` },
    reasonIn: (body) => refusal.safeParse(body).data?.message,
  }
}

const refusal = z.object({ message: z.string() })

function addressOf(path: string, query: Parameters): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return `${apiAddress}${path}${text === "" ? "" : `?${text}`}`
}
