import {
  type ApiOutcome,
  gather,
  type ObservedResource,
  type ObserveOutcome,
  problem,
  projectOwner,
} from "aidep/provider"
import {
  addressIn,
  adoptedAddress,
  deploymentIn,
  kindIn,
  ownerIn,
  ownVariables,
} from "../../_shared/remote/ownership.ts"
import { otherWorkspace } from "../errors/workspace.ts"
import { platformId } from "../options.ts"
import { environmentAddress, kinds } from "../resources.ts"
import { storeSettings } from "../resources/store-settings.ts"
import type { EnvironmentAnswer, VolumeAnswer } from "./api/documents.ts"
import type { RailwayScope } from "./api/railway-api.ts"
import {
  type Instance,
  instancesIn,
  isRailwayId,
  readEnvironment,
  readInstance,
  readPlaces,
} from "./api/read.ts"
import { observeBuckets } from "./bucket/observe-buckets.ts"
import { observedDomains } from "./domain/observed-domains.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { withRenderedAddress } from "./read/rendered-address.ts"
import { settingsIn, sourceIn, storeSettingsIn } from "./read/settings.ts"
import { serviceState } from "./read/states.ts"

/** Everything of ours in the environment: one call for where it stands, one for all that stands there. */
export async function observe(scope: RailwayScope): Promise<ObserveOutcome> {
  const found = await readEnvironment(scope)
  if (found.status === "failed") return found
  const environment = found.value
  if (environment === undefined) return await nothingHere(scope)
  const listed = instancesIn(environment)
  const known = await findKnown(listed, environment, scope)
  if (known.status === "failed") return known
  const place: ObservedResource = {
    address: environmentAddress(scope.environment),
    kind: kinds.environment,
    provider: platformId,
    owner: projectOwner,
    id: environment.id,
    observed: { project: scope.project, environment: environment.name },
    deploymentId: undefined,
    state: "running",
    about: "It stands.",
    outputs: {},
  }
  const instances = [...listed, ...known.value]
  const mine = instances.filter((instance) => addressOf(instance, scope) !== undefined)
  const ours = gather(await Promise.all(mine.map((instance) => withAddress(instance, scope))))
  if (ours.status === "failed") return ours
  const resources = ours.value.flatMap((instance) => observed(instance, environment, scope))
  const domains = observedDomains(ours.value, scope)
  const buckets = await observeBuckets(environment, scope)
  if (buckets.status === "failed") return buckets
  return { status: "observed", resources: [place, ...buckets.value, ...resources, ...domains] }
}

/**
 * Nothing stands there, or the token is one of another workspace: it does not see the environment that earlier commands
 * made services in. Where the options name the workspace, it is the right one.
 */
async function nothingHere(scope: RailwayScope): Promise<ObserveOutcome> {
  const nothing: ObserveOutcome = { status: "observed", resources: [] }
  const [made] = [...scope.known].filter(([address, id]) => isService(address) && isRailwayId(id))
  if (made === undefined || scope.options.workspace !== undefined) return nothing
  const places = await readPlaces(scope)
  if (places.status === "failed") return places
  const params = { names: places.value.workspaceNames, item: `"${ownerIn(made[0])}" (${made[1]})` }
  return { status: "failed", problem: problem(otherWorkspace, params) }
}

/** Data stores are services too. */
function isService(address: string): boolean {
  const kind = kindIn(address)
  return kind === kinds.service || kind === kinds.store
}

/** What earlier commands made and the list does not show, such as shortly after it was made. */
async function findKnown(
  listed: readonly Instance[],
  { id: environmentId }: EnvironmentAnswer,
  scope: RailwayScope,
): Promise<ApiOutcome<readonly Instance[]>> {
  const seen = new Set([environmentId, ...listed.map(({ serviceId }) => serviceId)])
  const missing = [...scope.known].flatMap(([address, id]) =>
    isService(address) && isRailwayId(id) && !seen.has(id) ? [id] : [],
  )
  const found = gather(
    await Promise.all(missing.map((id) => readInstance(id, environmentId, scope))),
  )
  if (found.status === "failed") return found
  return { status: "done", value: found.value.flatMap((instance) => instance ?? []) }
}

async function withAddress(instance: Instance, scope: RailwayScope): Promise<ApiOutcome<Instance>> {
  const isStore = kindIn(addressOf(instance, scope) ?? "") === kinds.store
  return isStore ? await withRenderedAddress(instance, scope) : { status: "done", value: instance }
}

function addressOf({ serviceId, variables }: Instance, scope: RailwayScope) {
  return addressIn(variables, scope) ?? adoptedAddress(serviceId, scope)
}

function observed(
  instance: Instance,
  { volumeInstances }: Pick<EnvironmentAnswer, "volumeInstances">,
  scope: RailwayScope,
): readonly ObservedResource[] {
  const { latestDeployment, serviceId: id } = instance
  const address = addressOf(instance, scope)
  if (address === undefined) return []
  const volume = volumeInstances.find(({ serviceId }) => serviceId === id)
  const kind = kindIn(address)
  const shared = {
    address,
    kind,
    provider: platformId,
    owner: ownerIn(address),
    id,
    ...serviceState(latestDeployment),
  }
  const about = { instance, volume }
  return [{ ...shared, ...(kind === kinds.store ? ofStore(about) : ofService(about)) }]
}

interface Standing {
  readonly instance: Instance
  readonly volume: VolumeAnswer | undefined
}

function ofService({ instance, volume }: Standing) {
  const { latestDeployment, variables } = instance
  const own = ownVariables(variables)
  return {
    observed: { ...settingsIn(instance, volume), source: sourceIn(latestDeployment) },
    variables: own,
    holdsData: volume !== undefined,
    deploymentId: deploymentIn(variables, latestDeployment ?? undefined),
    outputs: serviceOutputs(instance),
  }
}

function ofStore({ instance, volume }: Standing) {
  const settings = storeSettingsIn(instance, volume)
  const type = storeSettings.shape.type.safeParse(settings["type"]).data
  return {
    observed: settings,
    holdsData: true,
    deploymentId: undefined,
    outputs: storeOutputs(instance, type),
  }
}
