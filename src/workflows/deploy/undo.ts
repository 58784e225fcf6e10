import { planChanges } from "../../core/plan/changes.ts"
import type { DesiredResource } from "../../core/plan/resource.ts"
import {
  isProvenVerdict,
  type Release,
  type ReleasePart,
  rollbackPoint,
} from "../../core/release/state.ts"
import type { Rollout } from "../../core/project/project.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { cannotRestore, noDriver } from "../../errors/catalogue/deploy.ts"
import type { Verdict } from "../../core/check/verdict.ts"
import type { Context } from "../context.ts"
import { applyChanges } from "./apply/apply.ts"
import { applyInput, type ApplyOptions } from "./apply/apply-input.ts"
import { observeAll } from "./drivers.ts"
import { comparison, outputsOf, type DecidedChanges } from "./plan-deploy.ts"
import { proveRelease } from "./prove/prove-release.ts"
import type { Run } from "./run.ts"
import { readState, recordRelease } from "./state/state-files.ts"
import { recordedParts } from "./variables.ts"

export interface UndoInput {
  readonly run: Run
  /** Id of the release that is undone, when it was recorded. */
  readonly release: string | undefined
  readonly input: ApplyOptions
}

export interface Undone {
  /** Id of the release that stands again. */
  readonly restored: string
  readonly verdict: Verdict
  /** What was made for the failed release and was left, since it may hold data. */
  readonly left: readonly string[]
}

/**
 * Goes back to the newest release that was proven. Undefined where there is none that can be applied again: what was
 * done is then left standing.
 */
export async function undo(
  { run, release, input }: UndoInput,
  context: Context,
): Promise<Undone | undefined> {
  const state = await readState(run.loaded, context)
  const point = rollbackPoint(state, release === undefined ? {} : { before: release })
  if (point === undefined || changedFolders(point, run).length > 0) return undefined
  if (unreachedPlatform(point, run) !== undefined) return undefined
  input.progress?.("release", `Going back to ${point.id}`)
  return await restore({ run, point, input }, context)
}

export interface RestoreInput {
  readonly run: Run
  readonly point: Release
  readonly input: ApplyOptions
}

/**
 * Applies a recorded release again, as it was, proves it and records that. Data stores that it did not have are left.
 *
 * @throws AidepError `deploy/cannot-restore`; those of `applyChanges`.
 */
export async function restore(
  { run, point, input }: RestoreInput,
  context: Context,
): Promise<Undone> {
  const services = changedFolders(point, run)
  if (services.length > 0)
    throw new AidepError(problem(cannotRestore, { services, release: point.id }))
  const platform = unreachedPlatform(point, run)
  if (platform !== undefined) {
    const items = point.parts.filter(({ provider }) => provider === platform)
    const names = items.map(({ owner }) => owner)
    throw new AidepError(problem(noDriver, { platform, title: platform, items: names }))
  }
  const planned = await planRestore(point, run)
  const applied = await applyChanges(applyInput(run, planned, input))
  const { release, verdict } = await proveRelease(
    { run, applied, parts: planned.parts, restores: point.id, signal: input.signal },
    context,
  )
  await recordRelease(run, release, context)
  const kept = new Set(point.parts.map(({ address }) => address))
  const left = planned.observed.filter(({ address, holdsData }) => holdsData && !kept.has(address))
  return { restored: point.id, verdict, left: left.map(({ owner }) => owner) }
}

async function planRestore(point: Release, run: Run): Promise<DecidedChanges> {
  const { loaded, secrets, drivers } = run
  const observed = await observeAll(drivers)
  const parts = recordedParts(point.parts)
  const desired = point.parts.map(desiredAgain)
  const compared = comparison({ loaded, secrets, parts, outputs: outputsOf(observed) })
  const kept = new Set(desired.map(({ address }) => address))
  const meant = observed.filter(({ address, holdsData }) => kept.has(address) || !holdsData)
  const changes = planChanges(desired, meant, compared)
  return { changes, observed, wire: asRecorded, parts, rollout: atOnce }
}

/** What was proven needs no comparison, and what serves now is to be left behind soon. */
const atOnce: Rollout = { strategy: "all-at-once", steps: [1], pauseMs: 0 }

/** What was recorded was wired already, and is applied as it was. */
function asRecorded(resource: DesiredResource): DesiredResource {
  return resource
}

function desiredAgain(part: ReleasePart): DesiredResource {
  const { address, kind, provider, owner, desired, deploymentId, dependsOn } = part
  const { immutable = [], holdsData = false, recipe } = part
  const resource = { address, kind, provider, owner, desired, recipe, deploymentId, dependsOn }
  return { ...resource, immutable, holdsData }
}

/** A platform that the release stood on and that cannot be talked to now, such as one whose credentials are gone. */
function unreachedPlatform(point: Release, { drivers }: Run): string | undefined {
  const reached = new Set(drivers.map(({ provider }) => provider.id))
  return point.parts.find(({ provider }) => !reached.has(provider))?.provider
}

/** Services that were started from a folder which is no longer as it was. */
function changedFolders(point: Release, { sources }: Run): readonly string[] {
  return point.parts.flatMap(({ owner, source, sourceId }) =>
    source?.type === "folder" && sources.get(owner)?.id !== sourceId ? [owner] : [],
  )
}

/** True for what was proven, so that it can be said that everything is as before. */
export function isRestored({ verdict }: Undone): boolean {
  return isProvenVerdict(verdict.status)
}
