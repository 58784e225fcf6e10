import {
  type ApiOutcome,
  gather,
  type ObservedResource,
  type ObserveOutcome,
  problem,
  projectOwner,
} from "aidep/provider"
import { otherWorkspace } from "../errors/workspace.ts"
import { platformId } from "../options.ts"
import { kinds, storeAddress } from "../resources.ts"
import type { ServiceAnswer } from "./api/answers.ts"
import { observeDomains } from "./domain/observe-domains.ts"
import { partOf } from "./read/built-name.ts"
import { addressIn, adoptedAddress, ownerIn } from "../../_shared/remote/ownership.ts"
import { deploymentIn, ownVariables } from "./read/markers.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { environmentAddress, findPlace, listOwners } from "./api/place.ts"
import { settingsIn, sourceIn, storeSettingsIn } from "./read/read-settings.ts"
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
  const environmentId = place.value?.environmentId
  const listed = await listIn(environmentId, scope)
  if (listed.status === "failed") return listed
  const known = await findKnown(listed.value, scope)
  if (known.status === "failed") return known
  const services = [...listed.value.services, ...known.value.services]
  const stores = [...listed.value.stores, ...known.value.stores]
  if (environmentId === undefined && services.length + stores.length === 0)
    return await nothingHere(scope)
  const looking = { environmentId, scope }
  const observed = gather(
    await Promise.all([
      ...services.map((one) => observeService(one, looking)),
      ...stores.map((one) => observeStore(one, looking)),
    ]),
  )
  if (observed.status === "failed") return observed
  const standing = observed.value.flat()
  const domains = await observeDomains(standing, scope)
  if (domains.status === "failed") return domains
  const around = environmentId === undefined ? [] : [observedEnvironment(environmentId, scope)]
  return { status: "observed", resources: [...around, ...standing, ...domains.value] }
}

interface Looking {
  /** Of the project's environment; undefined where it does not stand. */
  readonly environmentId: string | undefined
  readonly scope: RenderScope
}

async function listIn(
  environmentId: string | undefined,
  scope: RenderScope,
): Promise<ApiOutcome<Listed>> {
  if (environmentId === undefined) return { status: "done", value: { services: [], stores: [] } }
  const [services, keyValues, databases] = await Promise.all([
    servicesIn(environmentId, scope),
    storesIn("key_value", { environmentId }, scope),
    storesIn("postgres", { environmentId }, scope),
  ])
  const stores = gather([keyValues, databases])
  if (services.status === "failed") return services
  if (stores.status === "failed") return stores
  return { status: "done", value: { services: services.value, stores: stores.value.flat() } }
}

/**
 * Nothing stands there, or the key is one of another workspace: then nothing of what earlier commands made is found. Where
 * the options name the workspace, it is the right one.
 */
async function nothingHere(scope: RenderScope): Promise<ObserveOutcome> {
  const [made] = [...scope.known].filter(([, id]) => isService(id) || storeTypeOf(id))
  if (made === undefined || scope.options.workspace !== undefined)
    return { status: "observed", resources: [] }
  const owners = await listOwners(scope)
  if (owners.status === "failed") return owners
  const names = owners.value.map(({ name }) => name)
  const params = { names, item: `"${ownerIn(made[0])}" (${made[1]})` }
  return { status: "failed", problem: problem(otherWorkspace, params) }
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

/** Name of the environment; null for what was taken over and stands elsewhere yet. */
function environmentOf(
  answer: Pick<ServiceAnswer, "environmentId">,
  { environmentId, scope }: Looking,
): string | null {
  return environmentId !== undefined && answer.environmentId === environmentId
    ? scope.environment
    : null
}

async function observeService(answer: ServiceAnswer, looking: Looking): Promise<Observed> {
  const { scope } = looking
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
    observed: {
      ...settingsIn(answer, own),
      environment: environmentOf(answer, looking),
      source: sourceIn(newest.value, variables.value),
    },
    variables: own,
    holdsData: answer.serviceDetails.disk !== undefined && answer.serviceDetails.disk !== null,
    deploymentId: deploymentIn(variables.value, newest.value),
    ...serviceState(answer, newest.value),
    outputs: serviceOutputs(answer, own),
  }
  return { status: "done", value: [observed] }
}

/** Stores have neither labels nor variables: ours has a built name, in the environment of the project. */
async function observeStore({ answer, type }: Store, looking: Looking): Promise<Observed> {
  const { scope } = looking
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
    observed: {
      ...storeSettingsIn(answer, type),
      environment: environmentOf(answer, looking),
    },
    holdsData: true,
    deploymentId: undefined,
    ...storeState(answer),
    outputs: storeOutputs(connection.value),
  }
  return { status: "done", value: [observed] }
}
