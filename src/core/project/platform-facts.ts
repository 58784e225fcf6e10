import type { SupportTable } from "./support.ts"

/** What a platform can be asked to carry. */
export type Role = "service" | "resource" | "edge" | "pipeline" | "errors" | "logs" | "metrics"

/**
 * What the core knows of a platform: data only. The provider contract extends it, so that a provider can be
 * given wherever facts are wanted.
 */
export interface PlatformFacts {
  /** Id in the manifest: lower-case letters, digits and hyphens. */
  readonly id: string
  /** Name as its owner writes it. */
  readonly title: string
  readonly roles: readonly Role[]
  /** Undefined for a platform known by name only: it can be listed as a target, nothing can be sent there. */
  readonly support: SupportTable | undefined
  /** Allowed as a target of everything, without being listed. */
  readonly alwaysAllowed: boolean
  /** `placed`: serves what is placed on it. `project`: writes files about the whole project. */
  readonly scope: "placed" | "project"
  /** Longest name of a remote object, in characters. */
  readonly maxNameLength: number
}
