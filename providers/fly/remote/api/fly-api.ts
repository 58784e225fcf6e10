import {
  type ApiCall,
  type ApiClient,
  type ApiOutcome,
  callApi,
  type RemoteScope,
} from "aidep/provider"
import * as z from "zod"
import { apiToken, type FlyOptions } from "../../options.ts"
import { personalOrganization } from "../../resources/app-settings.ts"
import { withFlysReason } from "./refusals.ts"

/** https://fly.io/docs/machines/api/working-with-machines-api/, read 2026-08-07. */
export const apiAddress = "https://api.machines.dev/v1"

export type FlyScope = RemoteScope<FlyOptions>

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>

export interface Read<T> {
  /** What it does, in camel case: `listMachines`. */
  readonly operation: string
  readonly path: string
  readonly query?: Parameters
  readonly answer: z.ZodType<T>
}

export interface Change<T> extends Read<T> {
  readonly method: "POST" | "PUT" | "DELETE"
  readonly body?: unknown
  readonly idempotent: boolean
  /** Of the lease on the Machine that is changed. */
  readonly nonce?: string | undefined
  readonly secrets?: readonly string[]
  /** Default: that of every call. */
  readonly timeoutMs?: number
}

export async function read<T>(
  { path, query = {}, ...request }: Read<T>,
  scope: FlyScope,
): Promise<ApiOutcome<T>> {
  const url = addressOf(apiAddress + path, query)
  return await send({ ...request, method: "GET", url, effect: "read", idempotent: true }, scope)
}

export async function change<T>(
  { nonce, path, query = {}, ...request }: Change<T>,
  scope: FlyScope,
): Promise<ApiOutcome<T>> {
  const url = addressOf(apiAddress + path, query)
  return await send({ ...request, url, effect: "change" }, scope, nonce)
}

/** The answer where it has none that matters. */
export const nothing = z.unknown()

/** Undefined for what is not there. */
export function orMissing<T>(outcome: ApiOutcome<T>): ApiOutcome<T | undefined> {
  const missing = outcome.status === "failed" && [404, 410].includes(outcome.statusCode ?? 0)
  return missing ? { status: "done", value: undefined } : outcome
}

/** Sends what `read` and `change` have no words for, such as a call to another address of Fly. */
export async function send<T>(
  call: ApiCall<T>,
  scope: FlyScope,
  nonce?: string,
): Promise<ApiOutcome<T>> {
  const said: { body?: unknown } = {}
  const client = clientOf(scope, nonce, (body) => {
    said.body = body
  })
  const outcome = await callApi({ ...call, operation: `fly.${call.operation}` }, client, scope)
  if (outcome.status === "done") return outcome
  return withFlysReason(outcome, said.body, scope.options.organization ?? personalOrganization)
}

function clientOf(
  { credential }: FlyScope,
  nonce: string | undefined,
  hear: (body: unknown) => void,
): ApiClient {
  return {
    platform: "Fly",
    credential: apiToken,
    headers: {
      authorization: authorizationOf(credential(apiToken.variable) ?? ""),
      ...(nonce === undefined ? {} : { "fly-machine-lease-nonce": nonce }),
    },
    reasonIn: (body) => {
      hear(body)
      return refusal.safeParse(body).data?.error
    },
  }
}

const refusal = z.object({ error: z.string() })

/** Tokens are given out with their scheme or without. https://fly.io/docs/security/tokens/, read 2026-08-07. */
function authorizationOf(token: string): string {
  return /^(FlyV1|Bearer) /.test(token) ? token : `Bearer ${token}`
}

export function addressOf(address: string, query: Parameters): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value))
  const text = parameters.toString()
  return text === "" ? address : `${address}?${text}`
}
