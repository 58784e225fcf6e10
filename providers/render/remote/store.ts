import {
  type ApiOutcome,
  type ApplyOutcome,
  type ResourceWork,
  makeOnce,
  notApplied,
} from "aidep/provider"
import { type StoreSettings, storeSettings } from "../resources/store-settings.ts"
import * as answers from "./api/answers.ts"
import { requirePlace } from "./api/place.ts"
import { change, nothing, orMissing, type RenderScope } from "./api/render-api.ts"
import { connectionOf, storePlaces, storesIn, type StoreType } from "./api/store-calls.ts"
import { storeOutputs } from "./read/outputs.ts"
import { createStoreBody, updateStoreBody } from "./service/bodies.ts"

/** Makes a Key Value or a database. One in our environment that has the built name is ours, and is updated. */
export async function createStore(work: ResourceWork, scope: RenderScope): Promise<ApplyOutcome> {
  const settings = storeSettings.parse(work.desired.desired)
  const place = await requirePlace(scope)
  if (place.status === "failed") return notApplied(place)
  const { environmentId, ownerId } = place.value
  const find = async () => await findStore(settings, environmentId, scope)
  const standing = await find()
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value !== undefined) return await updateStore(standing.value, work, scope)
  const make = async () => await send(settings, { environmentId, ownerId }, scope)
  const made = await makeOnce({ make, find }, scope)
  return made.status === "failed"
    ? notApplied(made)
    : await applied(made.value, settings.type, scope)
}

export async function updateStore(
  id: string,
  work: ResourceWork,
  scope: RenderScope,
): Promise<ApplyOutcome> {
  const settings = storeSettings.parse(work.desired.desired)
  const { call, path } = storePlaces[settings.type]
  const outcome = await change(
    {
      operation: `update${call}`,
      method: "PATCH",
      path: `${path}/${id}`,
      body: updateStoreBody(settings),
      answer: nothing,
      idempotent: true,
    },
    scope,
  )
  return outcome.status === "failed" ? notApplied(outcome) : await applied(id, settings.type, scope)
}

async function send(
  settings: StoreSettings,
  place: { readonly environmentId: string; readonly ownerId: string },
  scope: RenderScope,
): Promise<ApiOutcome<string>> {
  const { call, path } = storePlaces[settings.type]
  const outcome = await change(
    {
      operation: `create${call}`,
      method: "POST",
      path,
      body: createStoreBody(settings, place),
      answer: answers.store,
      idempotent: false,
    },
    scope,
  )
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value.id }
}

async function findStore(
  { name, type }: StoreSettings,
  environmentId: string,
  scope: RenderScope,
): Promise<ApiOutcome<string | undefined>> {
  const named = await storesIn(type, { environmentId, name }, scope)
  if (named.status === "failed") return named
  return {
    status: "done",
    value: named.value.find(({ answer }) => answer.name === name)?.answer.id,
  }
}

/** Shortly after it was made its addresses may not be there yet: they come when it has settled. */
async function applied(id: string, type: StoreType, scope: RenderScope): Promise<ApplyOutcome> {
  const connection = orMissing(await connectionOf(id, type, scope))
  if (connection.status === "failed") return notApplied(connection)
  const outputs = connection.value === undefined ? {} : storeOutputs(connection.value)
  return { status: "applied", id, outputs }
}
