import {
  type ApiCall,
  type ApiClient,
  type ApiFailure,
  callApi,
  type RemoteScope,
} from "aidep/provider"
import * as z from "zod"
import { apiToken, type Options } from "../../options.ts"
import { type ApiError, problemFor } from "./refusals.ts"

export const apiAddress = "https://api.cloudflare.com/client/v4"

export type CloudflareScope = RemoteScope<Options>

type Parameters = Readonly<Record<string, string | number | undefined>>

export interface Read<T> {
  /** Name of the call in Cloudflare's reference, in camel case: `listDnsRecords`. */
  readonly operation: string
  /** Below `apiAddress`. */
  readonly path: string
  readonly query?: Parameters
  /** Form of what stands under `result`; `nothing` where it does not matter. */
  readonly answer: z.ZodType<T>
}

export interface Change<T> extends Omit<Read<T>, "query"> {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE"
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, instead of JSON. */
  readonly form?: { readonly contentType: string; readonly text: string }
  /** Another token than that of the account, such as that of an upload session. */
  readonly bearer?: string
  readonly idempotent: boolean
  readonly secrets?: readonly string[]
  /** Default: 30,000. */
  readonly timeoutMs?: number
}

/** With the codes that Cloudflare gives to what is wrong; none where no answer came. */
export type CloudflareFailure = ApiFailure & { readonly codes: readonly number[] }
export type CloudflareOutcome<T> =
  | { readonly status: "done"; readonly value: T }
  | CloudflareFailure

export async function read<T>(
  request: Read<T>,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<T>> {
  const outcome = await readPage(request, scope)
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.result }
}

export async function change<T>(
  { bearer, form, path, ...request }: Change<T>,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<T>> {
  const call = { ...request, url: addressOf(path, {}), effect: "change" } as const
  const outcome = await send({ call, bearer }, form === undefined ? scope : withForm(form, scope))
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.result }
}

/** The answer where it has none that matters. */
export const nothing = z.unknown()

const pageInfo = z.object({
  total_count: z.number().optional(),
  cursor: z.string().optional(),
})

export interface Page<T> {
  readonly result: T
  /** What the answer says about the pages of a list. */
  readonly result_info?: z.output<typeof pageInfo> | null | undefined
}

/** One page of a list, with what the answer says about the others. */
export async function readPage<T>(
  { answer, operation, path, query = {} }: Read<T>,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Page<T>>> {
  const url = addressOf(path, query)
  const call = { operation, method: "GET", url, effect: "read", idempotent: true, answer } as const
  return await send({ call, bearer: undefined }, scope)
}

/** The largest page that every list of zones takes. */
const pageSize = 50

/** All pages of a list that counts its pages. */
export async function list<T>(
  { answer, query = {}, ...request }: Read<T>,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<readonly T[]>> {
  const values: T[] = []
  for (let page = 1; ; page += 1) {
    const paged = { ...query, page, per_page: pageSize }
    const outcome = await readPage({ ...request, query: paged, answer: z.array(answer) }, scope)
    if (outcome.status === "failed") return outcome
    const { result, result_info: info } = outcome.value
    values.push(...result)
    const isLast = result.length < pageSize || values.length >= (info?.total_count ?? Infinity)
    if (isLast) return { status: "done", value: values }
  }
}

/** Undefined for what is not there. */
export function orMissing<T>(outcome: CloudflareOutcome<T>): CloudflareOutcome<T | undefined> {
  const missing = outcome.status === "failed" && outcome.statusCode === 404
  return missing ? { status: "done", value: undefined } : outcome
}

export function accountOf({ credential, options }: CloudflareScope): string {
  return options.accountId ?? credential("CLOUDFLARE_ACCOUNT_ID") ?? ""
}

interface Sending<T> {
  readonly call: ApiCall<T>
  readonly bearer: string | undefined
}

async function send<T>(
  { bearer, call }: Sending<T>,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Page<T>>> {
  const said: ApiError[] = []
  const client = clientOf({ bearer: bearer ?? scope.credential(apiToken.variable) ?? "", said })
  const operation = `cloudflare.${call.operation}`
  const answer = envelopeOf(call.answer)
  const outcome = await callApi({ ...call, operation, answer }, client, scope)
  if (outcome.status === "done") return outcome
  const codes = said.flatMap(({ code }) => code ?? [])
  const account = accountOf(scope)
  const problem = problemFor({ failure: outcome, said, operation, url: call.url, account })
  return { ...outcome, problem, codes }
}

/** An answer without a body is taken for an empty one. */
function envelopeOf<T>(answer: z.ZodType<T>) {
  const info = pageInfo.nullish().catch(undefined)
  const envelope = z.object({
    success: z.literal(true).optional(),
    result: answer,
    result_info: info,
  })
  return z.preprocess((value) => value ?? {}, envelope)
}

interface Speaking {
  readonly bearer: string
  /** Filled with what the answer says is wrong. */
  readonly said: ApiError[]
}

function clientOf({ bearer, said }: Speaking): ApiClient {
  return {
    platform: "Cloudflare",
    credential: apiToken,
    headers: { authorization: `Bearer ${bearer}` },
    reasonIn: (body) => {
      said.push(...(refusal.safeParse(body).data?.errors ?? []))
      return said.length === 0 ? undefined : said.map(({ message }) => message).join(" ")
    },
  }
}

const apiError = z.object({ code: z.number().optional(), message: z.string() })
const refusal = z.object({ errors: z.array(apiError) })

/** The same scope, whose requests carry the form instead of JSON. */
function withForm(
  { contentType, text }: NonNullable<Change<unknown>["form"]>,
  scope: CloudflareScope,
): CloudflareScope {
  const { http } = scope.ports
  const sendForm: typeof http.send = async (request, signal) => {
    const headers = { ...request.headers, "content-type": contentType }
    return await http.send({ ...request, headers, body: text }, signal)
  }
  return { ...scope, ports: { ...scope.ports, http: { send: sendForm } } }
}

function addressOf(path: string, query: Parameters): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return `${apiAddress}${path}${text === "" ? "" : `?${text}`}`
}
