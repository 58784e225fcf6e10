import type { DataObject, DataValue } from "../artifact/data.ts"
import { isObject } from "../artifact/without-undefined.ts"

/** `environment/owner/kind/name`; the same on every platform, so that moving a service is a change of one address. */
export type ResourceAddress = string

/** One object that has to stand on a platform. Holds no secret value. */
export interface DesiredResource {
  readonly address: ResourceAddress
  /** The platform's kind of object, such as `process` or `store`. */
  readonly kind: string
  /** Id of the platform. */
  readonly provider: string
  /** Service or data resource of the project that it belongs to, `projectOwner` or `edgeOwner`. */
  readonly owner: string
  /**
   * The platform spec as data. What the platform fills in where nothing is said stands here as null, so that a value
   * set by hand is seen. An `OutputReference` stands where another resource tells the value.
   */
  readonly desired: DataObject
  /**
   * What the driver makes it from and the platform cannot tell back: it is not compared, and another one has to make
   * another deployment id.
   */
  readonly recipe?: DataObject | undefined
  /** Deployment id of the service; undefined for what is not a service's deployment. */
  readonly deploymentId: string | undefined
  /** Addresses of what has to stand before. */
  readonly dependsOn: readonly ResourceAddress[]
  /** Keys of `desired` that cannot be changed on what stands: another value makes it anew. Default: none. */
  readonly immutable?: readonly string[]
  /** True for what keeps data that is lost with it. Default: false. */
  readonly holdsData?: boolean
}

/** Owner of what belongs to no single service, such as the platform's own project. No service can have this name. */
export const projectOwner = "(project)"

/** Owner of all that the edge consists of, on whatever platform it stands. */
export const edgeOwner = "(edge)"

/** How people call it. */
export function ownerTitle(owner: string): string {
  if (owner === projectOwner) return "project"
  return owner === edgeOwner ? "edge" : owner
}

/** A value that is known once another resource stands: one of the `values` of its outputs. */
export type OutputReference = {
  readonly fromResource: ResourceAddress
  readonly output: string
}

export function isOutputReference(value: DataValue | undefined): value is OutputReference {
  return isObject(value) && typeof value["fromResource"] === "string"
}

/** One object of ours that stands on a platform. */
export interface ObservedResource {
  readonly address: ResourceAddress
  readonly kind: string
  readonly provider: string
  readonly owner: string
  /** The platform's id of the object. */
  readonly id: string
  /** What it was made from, as the platform or its labels tell, in the form of `DesiredResource.desired`. */
  readonly observed: DataObject
  /** Values of environment variables, where the platform tells them. Holds secrets: never to be written or printed. */
  readonly variables?: ReadonlyMap<string, string>
  /** True for what keeps data that is lost with it. Default: false. */
  readonly holdsData?: boolean
  readonly deploymentId: string | undefined
  readonly state: ResourceState
  /** One sentence about the state, for `status`. */
  readonly about: string
  readonly outputs: Outputs
}

/** `failed`: it stands and does not work. `stopped`: it was stopped, or ended as it should. */
export type ResourceState = "running" | "starting" | "stopped" | "failed"

/** What a resource gives to others once it stands. Addresses of data stores are secret: they carry a password. */
export interface Outputs {
  readonly url?: string
  readonly host?: string
  /** For callers on other platforms, where they need another address than those beside it. */
  readonly externalUrl?: string
  /** True where nobody outside of the platform's private network reaches it. Default: false. */
  readonly isPrivate?: boolean
  /** What other resources refer to by name, such as the target of a DNS record. Not secret. */
  readonly values?: DataObject
}

export function resourceAddress(
  environment: string,
  { owner, kind, name }: { readonly owner: string; readonly kind: string; readonly name: string },
): ResourceAddress {
  return [environment, owner, kind, name].join("/")
}
