import type { Account } from "./account.ts"

/** A request as the routes see it. */
export interface ApiRequest {
  readonly nowMs: number
  readonly query: URLSearchParams
  /** Parts of the path that are named in its route, in their order, the account's included. */
  readonly ids: readonly string[]
  /** The JSON that was sent; undefined for anything else, such as a form. */
  readonly body: unknown
  /** The body as it was sent. */
  readonly text: string
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Reply {
  readonly statusCode: number
  /** Undefined for none. */
  readonly body: unknown
}

/** What comes of a request: the answer, and the account as it is then. */
export interface Result {
  readonly reply: Reply
  readonly account: Account
}

export type Handler = (request: ApiRequest, account: Account) => Result

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Below the API's address, as the OpenAPI document writes it: `/zones/{zone_id}/dns_records`. */
  readonly path: string
  readonly handle: Handler
  /** True where another token than the account's is asked for, which the route checks itself. Default: false. */
  readonly hasOwnToken?: true
}

/** An answer in the form that all of Cloudflare's have. */
export function ok(account: Account, result: unknown, info?: unknown): Result {
  const body = { result, success: true, errors: [], messages: [] }
  const more = info === undefined ? {} : { result_info: info }
  return { account, reply: { statusCode: 200, body: { ...body, ...more } } }
}

export interface Refused {
  readonly statusCode: number
  readonly code: number
  readonly message: string
}

/** A refusal changes nothing. */
export function refuse(account: Account, { code, message, statusCode }: Refused): Result {
  const body = { result: null, success: false, errors: [{ code, message }], messages: [] }
  return { account, reply: { statusCode, body } }
}

/** A page of a list that counts its pages. */
export function page<Row>(
  account: Account,
  rows: readonly Row[],
  { query }: Pick<ApiRequest, "query">,
): Result {
  const number = Number(query.get("page") ?? 1)
  const size = Number(query.get("per_page") ?? 20)
  const shown = rows.slice((number - 1) * size, number * size)
  const info = {
    page: number,
    per_page: size,
    count: shown.length,
    total_count: rows.length,
    total_pages: Math.ceil(rows.length / size),
  }
  return ok(account, shown, info)
}

export function timeText(ms: number): string {
  return new Date(ms).toISOString()
}

/** The ids that the path names, in their order; undefined where it is not of the route. */
export function idsIn({ path: form }: Route, path: string): readonly string[] | undefined {
  const wanted = form.split("/")
  const parts = path.split("/")
  if (wanted.length !== parts.length) return undefined
  if (!wanted.every((part, index) => isId(part) || part === parts[index])) return undefined
  return parts
    .filter((_, index) => isId(wanted[index] ?? ""))
    .map((part) => decodeURIComponent(part))
}

function isId(part: string): boolean {
  return part.startsWith("{")
}
