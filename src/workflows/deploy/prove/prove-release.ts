import { shortHash } from "../../../core/project/names.ts"
import { canonicalText } from "../../../core/release/deployment-id.ts"
import type { Verdict } from "../../../core/check/verdict.ts"
import type { DesiredResource, ObservedResource } from "../../../core/plan/resource.ts"
import { type Release, releaseId, type ReleasePart } from "../../../core/release/state.ts"
import type { Context } from "../../context.ts"
import type { Applied } from "../apply/apply.ts"
import { observeAll } from "../drivers.ts"
import { deployedEdge } from "../used-platforms.ts"
import type { Run } from "../run.ts"
import { readState } from "../state/state-files.ts"
import type { Parts } from "../variables.ts"
import { verify } from "./verify.ts"

export interface Proof {
  readonly release: Release
  readonly verdict: Verdict
  /** What stands afterwards. */
  readonly observed: readonly ObservedResource[]
}

export interface ProveInput {
  readonly run: Run
  readonly applied: Applied
  readonly parts: Parts
  /** Id of the release that was brought back. */
  readonly restores?: string | undefined
  readonly signal: AbortSignal
}

/** Looks from outside at what was applied, and makes the record of it. */
export async function proveRelease(input: ProveInput, context: Context): Promise<Proof> {
  const { run, applied, signal } = input
  const { project } = run.loaded
  const desired = applied.changes.map((change) => change.desired)
  const observed = await observeAll(run.drivers)
  const { outputs } = applied
  const edge = deployedEdge(run.loaded)
  const { secrets } = run
  const seen = { project, desired, observed, outputs, edge, secrets, signal }
  const verdict = await verify(seen, context)
  const made = desired.map((resource) => recordedPart(resource, input.parts))
  const all = [...(await untouchedParts(made, run, context)), ...made]
  return { verdict, observed, release: releaseOf(all, { ...input, verdict }, context) }
}

/** What a deploy of some services left as the release before had it. */
async function untouchedParts(
  made: readonly ReleasePart[],
  { loaded }: Run,
  context: Context,
): Promise<readonly ReleasePart[]> {
  const { services, resources } = loaded.project
  const items = new Set([...services, ...resources].map(({ name }) => name))
  const touched = new Set(made.map(({ owner }) => owner))
  const { releases } = await readState(loaded, context)
  return (releases.at(-1)?.parts ?? []).filter(
    ({ owner }) => items.has(owner) && !touched.has(owner),
  )
}

function releaseOf(
  parts: readonly ReleasePart[],
  { run, restores, verdict }: ProveInput & { readonly verdict: Verdict },
  context: Context,
): Release {
  const nowMs = context.clock.nowMs()
  return {
    id: releaseId(nowMs),
    madeAt: new Date(nowMs).toISOString(),
    deployments: Object.fromEntries(
      parts.flatMap(({ owner, deploymentId }) =>
        deploymentId === undefined ? [] : [[owner, deploymentId]],
      ),
    ),
    platforms: placesIn(run),
    verdict: verdict.status,
    manifest: shortHash(canonicalText(run.loaded.parsed.manifest), manifestHashLength),
    ...(restores === undefined ? {} : { restores }),
    ...(run.estimate === undefined || restores !== undefined ? {} : { estimate: run.estimate }),
    parts: [...parts],
  }
}

const manifestHashLength = 12

function placesIn({ loaded: { project } }: Run): Release["platforms"] {
  const items = [...project.services, ...project.resources]
  return Object.fromEntries(items.map(({ name, placement }) => [name, placement.platform]))
}

function recordedPart(resource: DesiredResource, parts: Parts): ReleasePart {
  const { address, kind, provider, owner, desired, deploymentId, dependsOn } = resource
  const part = deploymentId === undefined ? undefined : parts.get(owner)
  return {
    address,
    kind,
    provider,
    owner,
    desired,
    recipe: resource.recipe,
    deploymentId,
    dependsOn,
    immutable: resource.immutable,
    holdsData: resource.holdsData,
    source: part?.source,
    sourceId: part?.sourceId,
    env: part?.env.map(({ name, sensitive, segments }) => ({ name, sensitive, segments })),
  }
}
