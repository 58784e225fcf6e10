import {
  type ApiOutcome,
  gather,
  type ObservedResource,
  type ObserveOutcome,
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
import { platformId } from "../options.ts"
import { environmentAddress, kinds } from "../resources.ts"
import { storeSettings } from "../resources/store-settings.ts"
import type { EnvironmentAnswer, VolumeAnswer } from "./api/documents.ts"
import type { RailwayScope } from "./api/railway-api.ts"
import { type Instance, instancesIn, readEnvironment, readInstance } from "./api/read.ts"
import { serviceOutputs, storeOutputs } from "./read/outputs.ts"
import { settingsIn, storeSettingsIn } from "./read/settings.ts"
import { serviceState } from "./read/states.ts"

/** Everything of ours in the environment: one call for where it stands, one for all that stands there. */
export async function observe(scope: RailwayScope): Promise<ObserveOutcome> {
  const found = await readEnvironment(scope)
  if (found.status === "failed") return found
  const environment = found.value
  if (environment === undefined) return { status: "observed", resources: [] }
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
  const resources = instances.flatMap((instance) => observed(instance, environment, scope))
  return { status: "observed", resources: [place, ...resources] }
}

/** Ids of Railway, as the journal has them beside those of other platforms. */
const idPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** What earlier commands made and the list does not show, such as shortly after it was made. */
async function findKnown(
  listed: readonly Instance[],
  { id: environmentId }: EnvironmentAnswer,
  scope: RailwayScope,
): Promise<ApiOutcome<readonly Instance[]>> {
  const seen = new Set([environmentId, ...listed.map(({ serviceId }) => serviceId)])
  const missing = [...scope.known.values()].filter((id) => idPattern.test(id) && !seen.has(id))
  const found = gather(
    await Promise.all(missing.map((id) => readInstance(id, environmentId, scope))),
  )
  if (found.status === "failed") return found
  return { status: "done", value: found.value.flatMap((instance) => instance ?? []) }
}

function observed(
  instance: Instance,
  { volumeInstances }: Pick<EnvironmentAnswer, "volumeInstances">,
  scope: RailwayScope,
): readonly ObservedResource[] {
  const { latestDeployment, serviceId: id, variables } = instance
  const address = addressIn(variables, scope) ?? adoptedAddress(id, scope)
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
    observed: settingsIn(instance, volume),
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
