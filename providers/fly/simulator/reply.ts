import type { SimulatedRecord } from "aidep/provider"
import type { Account, App, Machine } from "./account.ts"

/** A request as the routes see it. */
export interface ApiRequest {
  readonly nowMs: number
  readonly query: URLSearchParams
  /** Parts of the path that are named in its route, in their order. */
  readonly ids: readonly string[]
  readonly body: unknown
  /** Nonce of the lease that the caller holds. */
  readonly nonce: string | undefined
  /** What the internet knows of a name. */
  readonly records: (name: string) => readonly SimulatedRecord[]
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

export function ok(account: Account, body: unknown, statusCode = 200): Result {
  return { account, reply: { statusCode, body } }
}

/** A refusal changes nothing. */
export function refuse(account: Account, statusCode: number, error: string): Result {
  return { account, reply: { statusCode, body: { error } } }
}

/** A refusal with a code of its own. Source: `flaps_error.go` of fly-go, 2026-08-21. */
export function refuseAs(
  status: "name_taken" | "insufficient_capacity",
  { error, statusCode }: { readonly statusCode: number; readonly error: string },
  account: Account,
): Result {
  return { account, reply: { statusCode, body: { error, status } } }
}

export function notFound(account: Account, what: string): Result {
  return refuse(account, 404, `${what} not found`)
}

export function timeText(ms: number): string {
  return new Date(ms).toISOString()
}

/** The app that the path names, or the refusal: those of other organisations are not shown. */
export function onApp(
  answer: (app: App, request: ApiRequest, account: Account) => Result,
): Handler {
  return (request, account) => {
    const name = request.ids[0] ?? ""
    const app = account.apps[name]
    if (app !== undefined) return answer(app, request, account)
    return account.takenNames.includes(name)
      ? refuse(account, 403, "You are not authorized to access this app")
      : notFound(account, `app "${name}"`)
  }
}

export function onMachine(
  answer: (place: { app: App; machine: Machine }, request: ApiRequest, account: Account) => Result,
): Handler {
  return onApp((app, request, account) => {
    const machine = app.machines[request.ids[1] ?? ""]
    return machine === undefined
      ? notFound(account, "machine")
      : answer({ app, machine }, request, account)
  })
}

/** Refuses whoever does not hold the lease on the Machine, where somebody does. */
export function leased(
  { lease, id }: Machine,
  { nonce, nowMs }: ApiRequest,
  account: Account,
): Result | undefined {
  if (lease === undefined || lease.expiresAtMs <= nowMs || lease.nonce === nonce) return undefined
  const until = timeText(lease.expiresAtMs)
  const error = `failed to change machine ${id}: lease currently held by ${lease.owner}, expires at ${until}`
  return refuse(account, 409, error)
}
