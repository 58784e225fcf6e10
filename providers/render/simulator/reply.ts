import type { Account } from "./account.ts"

/** A request as the routes see it. */
export interface ApiRequest {
  readonly nowMs: number
  readonly query: URLSearchParams
  /** Parts of the path that are named in its route, in their order. */
  readonly ids: readonly string[]
  readonly body: unknown
}

export interface Reply {
  readonly statusCode: number
  /** Undefined for none. */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What comes of a request: the answer, and the account as it is then. */
export interface Result {
  readonly reply: Reply
  readonly account: Account
}

export type Handler = (request: ApiRequest, account: Account) => Result

export function ok(account: Account, body: unknown, statusCode = 200): Result {
  return { account, reply: { statusCode, body } }
}

const ids: Readonly<Record<number, string>> = {
  400: "bad_request",
  401: "unauthorized",
  402: "payment_required",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  429: "rate_limited",
}

/** A refusal changes nothing. */
export function refuse(account: Account, statusCode: number, message: string): Result {
  return { account, reply: { statusCode, body: { id: ids[statusCode] ?? "error", message } } }
}

export function notFound(account: Account, what: string): Result {
  return refuse(account, 404, `not found: ${what}`)
}

interface Row {
  readonly id: string
}

/** A page of a list, each element under a key and with the cursor of what follows it. */
export function page<T extends Row>(
  rows: readonly T[],
  { query }: ApiRequest,
  shape: { readonly key: string; readonly show: (row: T) => unknown },
): readonly unknown[] {
  const limit = Number(query.get("limit") ?? 20)
  const cursor = query.get("cursor")
  const start = cursor === null ? 0 : rows.findIndex(({ id }) => id === cursor) + 1
  return rows
    .slice(start, start + limit)
    .map((row) => ({ [shape.key]: shape.show(row), cursor: row.id }))
}

/** Every given parameter has to fit; of several values of one parameter, one. */
export function fits(
  query: URLSearchParams,
  values: Readonly<Record<string, string | undefined>>,
): boolean {
  return Object.entries(values).every(([name, value]) => {
    const wanted = query.getAll(name)
    return wanted.length === 0 || (value !== undefined && wanted.includes(value))
  })
}

export function timeText(ms: number): string {
  return new Date(ms).toISOString()
}
