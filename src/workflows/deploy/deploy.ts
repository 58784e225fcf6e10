import { type Change, planChanges } from "../../core/plan/changes.ts"
import type { Verdict } from "../../core/check/verdict.ts"
import { derivedToken } from "../../core/release/derived-token.ts"
import { type Release, releaseId } from "../../core/release/state.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { notLive } from "../../errors/catalogue/deploy.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import { exitCodes } from "../../errors/exit-codes.ts"
import type { RemoteScope } from "../../provider/provider.ts"
import type { Context } from "../context.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "../load-project.ts"
import { applyChanges, type OutputsByOwner } from "./apply.ts"
import { desiredResources, type SecretSource } from "./desired.ts"
import { type Driver, driversOf, observeAll, remoteScope } from "./drivers.ts"
import { gateSecrets } from "./gate-secrets.ts"
import { withLock } from "./lock.ts"
import { lockFile, recordRelease } from "./state-files.ts"
import { verify } from "./verify.ts"

export interface DeployInput extends ProjectInput {
  readonly progress: RemoteScope["progress"]
  readonly signal: AbortSignal
}

export interface DeployResult {
  readonly environment: string
  readonly release: string
  readonly verdict: Verdict
  readonly services: readonly DeployedItem[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface DeployedItem {
  readonly name: string
  readonly platform: string
  readonly change: Exclude<Change["type"], "remove">
  /** Undefined for what has no address, and for data stores, whose address is secret. */
  readonly url: string | undefined
  readonly deploymentId: string | undefined
}

/**
 * Brings an environment to what the manifest says, in the order of dependencies, and proves it from outside.
 *
 * @throws AidepError those of `loadProject`; `deploy/no-driver`, `deploy/missing-secrets`, `deploy/lock-held` before
 * anything is changed; `deploy/step-failed`; `deploy/not-live`, with the verdict in its details.
 */
export async function deploy(input: DeployInput, context: Context): Promise<DeployResult> {
  const loaded = await loadProject(input, context)
  const drivers = driversOf(loaded)
  const secrets = await gateSecrets(loaded, context)
  return await withLock(lockFile(loaded), context, () =>
    carryOut({ loaded, drivers, secrets, input }, context),
  )
}

interface Work {
  readonly loaded: LoadedProject
  readonly drivers: readonly Driver[]
  readonly secrets: SecretSource
  readonly input: DeployInput
}

async function carryOut(
  { loaded, drivers, secrets, input }: Work,
  context: Context,
): Promise<DeployResult> {
  const { project } = loaded
  const { environment } = project
  const scope = remoteScope(loaded, context, input)
  const desired = await desiredResources(loaded, secrets, context)
  const changes = planChanges(desired, await observeAll(drivers, scope))
  const token = (service: string) => derivedToken(secrets.key, { environment, service })
  const outputs = await applyChanges({
    changes,
    project,
    drivers,
    scope,
    secret: secrets.secret,
    token,
  })
  input.progress("release", "Probing from outside")
  const observed = await observeAll(drivers, scope)
  const { signal } = input
  const verdict = await verify({ project, desired, observed, outputs, signal }, context)
  const release = releaseOf(loaded, { changes, verdict, nowMs: context.clock.nowMs() })
  await recordRelease(loaded, release, context)
  refuseUnproven(verdict)
  return {
    environment,
    release: release.id,
    verdict,
    services: changes.flatMap((change) => deployedItem(change, outputs)),
    diagnostics: loaded.diagnostics,
  }
}

function releaseOf(
  { project }: LoadedProject,
  made: { readonly changes: readonly Change[]; readonly verdict: Verdict; readonly nowMs: number },
): Release {
  const standing = made.changes.flatMap((change) =>
    change.type === "remove" ? [] : [change.desired],
  )
  const items = [...project.services, ...project.resources]
  return {
    id: releaseId(made.nowMs),
    madeAt: new Date(made.nowMs).toISOString(),
    deployments: Object.fromEntries(
      standing.flatMap(({ owner, deploymentId }) =>
        deploymentId === undefined ? [] : [[owner, deploymentId]],
      ),
    ),
    platforms: Object.fromEntries(items.map(({ name, placement }) => [name, placement.platform])),
    verdict: made.verdict.status,
  }
}

function refuseUnproven({ status, reasons }: Verdict): void {
  if (status === "live" || status === "live (platform evidence)") return
  const exit = status === "unknown" ? exitCodes.verdictUnknown : exitCodes.checksFailed
  throw new AidepError({ ...problem(notLive, { reasons }), exit, details: { status, reasons } })
}

function deployedItem(change: Change, outputs: OutputsByOwner): readonly DeployedItem[] {
  if (change.type === "remove") return []
  const { owner, provider, deploymentId } = change.desired
  const url = deploymentId === undefined ? undefined : outputs.get(owner)?.url
  return [{ name: owner, platform: provider, change: change.type, url, deploymentId }]
}
