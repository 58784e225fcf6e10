import { type ObservedResource, projectOwner, type RemoteScope } from "aidep/provider"

/**
 * Variables in which aidep keeps what a platform has no label for. They are never reported as a service's own.
 * `resource`: project and address, which tell whose service it is. `previousDeploy`: the deployment that was the newest
 * when the variables were saved, so that settings whose deployment was never started are told from those that run.
 */
export const markers = {
  resource: "AIDEP_RESOURCE",
  previousDeploy: "AIDEP_PREVIOUS_DEPLOY",
} as const

/** True where the variables of a service are those that it was just given: a read can be late. */
export function isOfDeployment(
  variables: Variables,
  given: Readonly<Record<string, string>>,
): boolean {
  return given[deployment] === undefined || variables.get(deployment) === given[deployment]
}

const deployment = "AIDEP_DEPLOYMENT"

type Variables = ReadonlyMap<string, string>
type Address = ObservedResource["address"]
type Place = Pick<RemoteScope, "environment" | "project">

export function resourceMarker(address: Address, { project }: Place): string {
  return `${project}/${address}`
}

/** Address of what is of this project and environment; undefined for what is not ours. */
export function addressIn(
  variables: Variables,
  { environment, project }: Place,
): Address | undefined {
  const start = `${project}/`
  const marker = variables.get(markers.resource) ?? ""
  const address = marker.slice(start.length)
  return marker.startsWith(start) && address.startsWith(`${environment}/`) ? address : undefined
}

/** The second part of `environment/owner/kind/name`. */
export function ownerIn(address: Address): string {
  return address.split("/")[1] ?? projectOwner
}

/** The third part of `environment/owner/kind/name`. */
export function kindIn(address: Address): string {
  return address.split("/")[2] ?? ""
}

/** What a program was given on purpose. */
export function ownVariables(variables: Variables, more: readonly string[] = []): Variables {
  const hidden: readonly string[] = [...Object.values(markers), ...more]
  return new Map([...variables].filter(([name]) => !hidden.includes(name)))
}

/** Deployment id of what runs or is being started; undefined where its deployment was never started. */
export function deploymentIn(
  variables: Variables,
  newest: { readonly id: string } | undefined,
): string | undefined {
  if (newest === undefined || newest.id === variables.get(markers.previousDeploy)) return undefined
  return variables.get(deployment)
}

/** The address under which an earlier command made it or took it over. */
export function adoptedAddress(
  id: string,
  { known }: Pick<RemoteScope, "known">,
): Address | undefined {
  return [...known].find(([, knownId]) => knownId === id)?.[0]
}
