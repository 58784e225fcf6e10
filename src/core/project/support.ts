import type { ResourceKind, ServiceKind } from "../manifest/schema/service.ts"

/** What a platform does with one field of the manifest. Nothing is dropped in silence. */
export type Support =
  | { readonly level: "native" }
  | { readonly level: "emulated"; readonly note: string }
  | { readonly level: "ignored"; readonly note: string }
  | { readonly level: "error"; readonly note: string }

/** The platform has this itself. */
export const native: Support = { level: "native" }
/** aidep reaches the same by other means; `how` says by which. */
export const emulated = (how: string): Support => ({ level: "emulated", note: how })
/** The field has no effect there and a warning says so; `why` completes "…: ". */
export const ignored = (why: string): Support => ({ level: "ignored", note: why })
/** The field cannot be used there; `hint` says why and what to do instead. */
export const unsupported = (hint: string): Support => ({ level: "error", note: hint })

/** Fields of a service that every platform has to answer for, as paths inside `services.*`. */
export const serviceFields = [
  "source",
  "image",
  "runtime",
  "dockerfile",
  "gpu",
  "size.cpu",
  "size.memory",
  "scale.min",
  "scale.max",
  "scale.concurrency",
  "scale.idle",
  "regions",
  "port",
  "command",
  "health.path",
  "health.startup",
  "health.release",
  "volumes",
  "secrets",
  "env",
  "access",
  "model",
  "preDeploy",
  "restart",
  "schedule",
  "buildCommand",
  "output",
] as const
export type ServiceField = (typeof serviceFields)[number]

/** Fields of the edge, as paths inside `edge`. */
export const edgeFields = ["domain", "tls", "rateLimit", "cache"] as const
export type EdgeField = (typeof edgeFields)[number]

/** Values of `rollout.strategy` that need something of the platform. */
export const rolloutStrategies = ["canary", "blue-green"] as const
export type RolloutStrategy = (typeof rolloutStrategies)[number]

/**
 * Fields that aidep carries out itself on every platform, so that no platform answers for them.
 * A trailing `.*` covers everything below.
 */
export const ownFields = [
  "version",
  "name",
  "services.*.targets.*",
  "services.*.target",
  "services.*.workload.*",
  "services.*.platforms.*",
  "resources.*.targets.*",
  "resources.*.target",
  "resources.*.platforms.*",
  "edge.target",
  "edge.service",
  "checks.*",
  "slo.*",
  "workload.*",
  "budget.*",
  "rollout.steps.*",
  "rollout.pause",
  "registry",
  "build.baseImages.*",
  "state.*",
  "platforms.*",
  "environments.*",
  "observability.*",
] as const

/** One platform's answers, complete by type. */
export interface SupportTable {
  readonly kinds: Readonly<Record<ServiceKind, Support>>
  readonly fields: Readonly<Record<ServiceField, Support>>
  readonly resources: Readonly<Record<ResourceKind, Support>>
  readonly edge: Readonly<Record<EdgeField, Support>>
  readonly rollout: Readonly<Record<RolloutStrategy, Support>>
  readonly build: Readonly<Record<"platform" | "ci", Support>>
}

/** The same answer for every key of a list, for whole groups that a platform does not have. */
export function forAll<Key extends string>(
  keys: readonly Key[],
  answer: Support,
): Readonly<Record<Key, Support>>
export function forAll(
  keys: readonly string[],
  answer: Support,
): Readonly<Record<string, Support>> {
  return Object.fromEntries(keys.map((key) => [key, answer]))
}
