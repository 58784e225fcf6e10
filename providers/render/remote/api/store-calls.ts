import type { ApiOutcome } from "aidep/provider"
import type { StoreSettings } from "../../resources/store-settings.ts"
import * as answers from "./answers.ts"
import { list, orMissing, read, type RenderScope } from "./render-api.ts"

export type StoreType = StoreSettings["type"]

/** Where the API has each type of store; the prefix is that of its ids. */
export const storePlaces = {
  key_value: {
    path: "/key-value",
    key: "keyValue",
    prefix: "red-",
    title: "Key Value",
    call: "KeyValue",
  },
  postgres: {
    path: "/postgres",
    key: "postgres",
    prefix: "dpg-",
    title: "database",
    call: "Postgres",
  },
} as const

export function storeTypeOf(id: string): StoreType | undefined {
  if (id.startsWith(storePlaces.key_value.prefix)) return "key_value"
  return id.startsWith(storePlaces.postgres.prefix) ? "postgres" : undefined
}

export interface Store {
  readonly type: StoreType
  readonly answer: answers.StoreAnswer
}

export async function storesIn(
  type: StoreType,
  { environmentId, name }: { readonly environmentId: string; readonly name?: string },
  scope: RenderScope,
): Promise<ApiOutcome<readonly Store[]>> {
  const { call, key, path } = storePlaces[type]
  const outcome = await list(
    { operation: `list${call}`, path, query: { environmentId, name }, key, answer: answers.store },
    scope,
  )
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.map((answer) => ({ type, answer })) }
}

/** Undefined where it was removed. */
export async function retrieveStore(
  id: string,
  type: StoreType,
  scope: RenderScope,
): Promise<ApiOutcome<Store | undefined>> {
  const { call, path } = storePlaces[type]
  const request = { operation: `retrieve${call}`, path: `${path}/${id}`, answer: answers.store }
  const outcome = orMissing(await read(request, scope))
  if (outcome.status === "failed") return outcome
  const answer = outcome.value
  return { status: "done", value: answer === undefined ? undefined : { type, answer } }
}

export async function connectionOf(
  id: string,
  type: StoreType,
  scope: RenderScope,
): Promise<
  ApiOutcome<Readonly<Record<"internalConnectionString" | "externalConnectionString", string>>>
> {
  const { call, path } = storePlaces[type]
  return await read(
    {
      operation: `retrieve${call}ConnectionInfo`,
      path: `${path}/${id}/connection-info`,
      answer: answers.connection,
    },
    scope,
  )
}
