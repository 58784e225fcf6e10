import { shortHash } from "../project/names.ts"
import type { Rollout } from "../project/project.ts"
import { canonicalText } from "../release/deployment-id.ts"
import type { Change } from "./changes.ts"
import type { FieldChange } from "./field-change.ts"
import type { DesiredResource, ObservedResource } from "./resource.ts"

/** What a deploy would do, as it is shown and saved. Holds no secret. */
export interface Plan {
  readonly environment: string
  /** Of the manifest and of what stands: another one means that the plan is stale. */
  readonly fingerprint: string
  /** In the order of the manifest; removals last. */
  readonly changes: readonly PlannedChange[]
}

export interface PlannedChange {
  readonly address: string
  readonly owner: string
  readonly provider: string
  readonly kind: string
  readonly change: Change["type"]
  /** Why, in words; undefined for what is made, removed or left alone. */
  readonly why: string | undefined
  readonly fields: readonly FieldChange[]
  /** How the new version takes the traffic over, where the manifest asks for more than all at once. */
  readonly rollout?: PlannedRollout
  /** True when something that runs is started anew. */
  readonly restarts: boolean
  /** True when what it keeps is lost. */
  readonly destroysData: boolean
}

export interface PlannedRollout {
  /** As it will be done: the platform may have only `all-at-once`. */
  readonly strategy: Rollout["strategy"]
  /** Shares of the traffic of a canary, 0 to 1. */
  readonly steps?: readonly number[]
}

export interface PlanInput {
  readonly environment: string
  readonly desired: readonly DesiredResource[]
  readonly observed: readonly ObservedResource[]
  readonly changes: readonly Change[]
  /** Undefined where nothing is rolled out, or all at once as the manifest says. Default: all of them. */
  readonly rolloutOf?: (change: Change) => PlannedRollout | undefined
  readonly fingerprint: (name: string, value: string) => string
}

export function planOf({
  environment,
  changes,
  rolloutOf = () => undefined,
  ...compared
}: PlanInput): Plan {
  return {
    environment,
    fingerprint: planFingerprint({ environment, changes, ...compared }),
    changes: changes.map((change) => {
      const rollout = rolloutOf(change)
      return { ...plannedChange(change), ...(rollout === undefined ? {} : { rollout }) }
    }),
  }
}

/** True when a deploy would do nothing. */
export function isEmpty({ changes }: Plan): boolean {
  return changes.every(({ change }) => change === "none")
}

/** What would be taken away for good: removals, and what is made anew. */
export function destroyed({ changes }: Plan): readonly PlannedChange[] {
  return changes.filter(({ change }) => change === "remove" || change === "replace")
}

function plannedChange(change: Change): PlannedChange {
  const resource = change.type === "remove" ? change.observed : change.desired
  const { address, owner, provider, kind, holdsData = false } = resource
  const standing = "observed" in change && change.observed.state === "running"
  return {
    address,
    owner,
    provider,
    kind,
    change: change.type,
    why: "why" in change ? change.why : undefined,
    fields: "fields" in change ? change.fields : [],
    restarts: standing && (change.type === "update" || change.type === "replace"),
    destroysData: holdsData && (change.type === "remove" || change.type === "replace"),
  }
}

function planFingerprint({ environment, desired, observed, fingerprint }: PlanInput): string {
  const standing = observed.map(({ outputs: _outputs, about: _about, variables, ...resource }) => ({
    ...resource,
    variables: [...(variables ?? [])].map(([name, value]) => [name, fingerprint(name, value)]),
  }))
  return shortHash(canonicalText({ environment, desired, standing }), fingerprintLength)
}

const fingerprintLength = 16
