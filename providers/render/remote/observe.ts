import {
  type ApiOutcome,
  gather,
  type ObservedResource,
  type ObserveOutcome,
  projectOwner,
} from "aidep/provider"
import { platformId } from "../options.ts"
import { kinds, storeAddress } from "../resources.ts"
import type { ServiceAnswer } from "./api/answers.ts"
import { partOf } from "./read/built-name.ts"
import { addressIn, adoptedAddress, ownerIn } from "../../_shared/remote/ownership.ts"
import { deploymentIn, ownVariables } from "./read/markers.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { environmentAddress, findPlace } from "./api/place.ts"
import { settingsIn, storeSettingsIn } from "./read/read-settings.ts"
import type { RenderScope } from "./api/render-api.ts"
import { newestDeploy, retrieveService, servicesIn, variablesOf } from "./api/service-calls.ts"
import { serviceState, storeState } from "./read/states.ts"
import {
  connectionOf,
  retrieveStore,
  type Store,
  storesIn,
  storeTypeOf,
} from "./api/store-calls.ts"

/**
 * Everything of ours in the environment: two calls for where it stands, three lists, then two for each service and one
 * for each store. What was made before is asked for by its id where a list leaves it out.
 */
export async function observe(scope: RenderScope): Promise<ObserveOutcome> {
  const place = await findPlace(scope)
  if (place.status === "failed") return place
  if (place.value === undefined) return { status: "observed", resources: [] }
  const { environmentId } = place.value
  const [services, keyValues, databases] = await Promise.all([
    servicesIn(environmentId, scope),
    storesIn("key_value", { environmentId }, scope),
    storesIn("postgres", { environmentId }, scope),
  ])
  const stores = gather([keyValues, databases])
  if (services.status === "failed") return services
  if (stores.status === "failed") return stores
  const listed = { services: services.value, stores: stores.value.flat() }
  const known = await findKnown(listed, scope)
  if (known.status === "failed") return known
  const observed = gather(
    await Promise.all([
      ...[...listed.services, ...known.value.services].map((one) => observeService(one, scope)),
      ...[...listed.stores, ...known.value.stores].map((one) => observeStore(one, scope)),
    ]),
  )
  if (observed.status === "failed") return observed
  const resources = [observedEnvironment(environmentId, scope), ...observed.value.flat()]
  return { status: "observed", resources }
}

function observedEnvironment(id: string, scope: RenderScope): ObservedResource {
  const { environment, project } = scope
  return {
    address: environmentAddress(scope),
    kind: kinds.environment,
    provider: platformId,
    owner: projectOwner,
    id,
    observed: { project, environment },
    deploymentId: undefined,
    state: "running",
    about: "It stands.",
    outputs: {},
  }
}

interface Listed {
  readonly services: readonly ServiceAnswer[]
  readonly stores: readonly Store[]
}

/** What earlier commands made and the lists do not show, such as shortly after it was made. */
async function findKnown(
  { services, stores }: Listed,
  scope: RenderScope,
): Promise<ApiOutcome<Listed>> {
  const listed = new Set([
    ...services.map(({ id }) => id),
    ...stores.map(({ answer }) => answer.id),
  ])
  const missing = [...scope.known.values()].filter((id) => !listed.has(id))
  const [found, kept] = await Promise.all([
    Promise.all(missing.filter(isService).map((id) => retrieveService(id, scope))),
    Promise.all(
      missing.flatMap((id) => {
        const type = storeTypeOf(id)
        return type === undefined ? [] : [retrieveStore(id, type, scope)]
      }),
    ),
  ])
  const foundServices = gather(found)
  if (foundServices.status === "failed") return foundServices
  const foundStores = gather(kept)
  if (foundStores.status === "failed") return foundStores
  const value = {
    services: foundServices.value.flatMap((one) => one ?? []),
    stores: foundStores.value.flatMap((one) => one ?? []),
  }
  return { status: "done", value }
}

function isService(id: string): boolean {
  return id.startsWith("srv-") || id.startsWith("crn-")
}

type Observed = ApiOutcome<readonly ObservedResource[]>

const notOurs: Observed = { status: "done", value: [] }

async function observeService(answer: ServiceAnswer, scope: RenderScope): Promise<Observed> {
  const { id } = answer
  const [variables, newest] = await Promise.all([variablesOf(id, scope), newestDeploy(id, scope)])
  if (variables.status === "failed") return variables
  if (newest.status === "failed") return newest
  const address = addressIn(variables.value, scope) ?? adoptedAddress(id, scope)
  if (address === undefined) return notOurs
  const own = ownVariables(variables.value)
  const observed: ObservedResource = {
    address,
    kind: kinds.service,
    provider: platformId,
    owner: ownerIn(address),
    id,
    observed: settingsIn(answer, own),
    variables: own,
    holdsData: answer.serviceDetails.disk !== undefined && answer.serviceDetails.disk !== null,
    deploymentId: deploymentIn(variables.value, newest.value),
    ...serviceState(answer, newest.value),
    outputs: serviceOutputs(answer, own),
  }
  return { status: "done", value: [observed] }
}

/** Stores have neither labels nor variables: ours has a built name, in the environment of the project. */
async function observeStore({ answer, type }: Store, scope: RenderScope): Promise<Observed> {
  const part = partOf(answer.name, scope)
  const address =
    adoptedAddress(answer.id, scope) ??
    (part === undefined ? undefined : storeAddress(scope.environment, part))
  if (address === undefined) return notOurs
  const connection = await connectionOf(answer.id, type, scope)
  if (connection.status === "failed") return connection
  const observed: ObservedResource = {
    address,
    kind: kinds.store,
    provider: platformId,
    owner: ownerIn(address),
    id: answer.id,
    observed: storeSettingsIn(answer, type),
    holdsData: true,
    deploymentId: undefined,
    ...storeState(answer),
    outputs: storeOutputs(connection.value),
  }
  return { status: "done", value: [observed] }
}
