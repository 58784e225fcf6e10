import { planChanges, type StandingChange } from "../../core/plan/changes.ts"
import type { DesiredResource } from "../../core/plan/resource.ts"
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
import { applyChanges } from "./apply.ts"
import { desiredResources, type SecretSource } from "./desired.ts"
import { allDrivers, observeAll, refuseWithoutDriver, remoteScope } from "./drivers.ts"
import { gateSecrets } from "./gate-secrets.ts"
import { refuseInterrupted } from "./interrupted.ts"
import { withLock } from "./lock.ts"
import { lockFile, recordRelease } from "./state-files.ts"
import { verify } from "./verify.ts"
import { type OutputsByOwner, wiring } from "./wiring.ts"

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
  readonly change: StandingChange["type"]
  /** Undefined for what has no address, and for data stores, whose address is secret. */
  readonly url: string | undefined
  readonly deploymentId: string | undefined
}

/**
 * Brings an environment to what the manifest says, in the order of dependencies, and proves it from outside.
 *
 * @throws AidepError those of `loadProject`; `deploy/no-driver`, `deploy/missing-secrets`, `deploy/lock-held` before
 * anything is changed; those of `applyChanges`; `deploy/not-live`, with the verdict in its details;
 * `deploy/unwritable-state`.
 */
export async function deploy(input: DeployInput, context: Context): Promise<DeployResult> {
  const loaded = await loadProject(input, context)
  refuseWithoutDriver(loaded)
  const secrets = await gateSecrets(loaded, context)
  return await withLock(lockFile(loaded), context, () =>
    carryOut({ loaded, secrets, input }, context),
  )
}

interface Work {
  readonly loaded: LoadedProject
  readonly secrets: SecretSource
  readonly input: DeployInput
}

async function carryOut({ loaded, secrets, input }: Work, context: Context): Promise<DeployResult> {
  const { project } = loaded
  const { environment } = project
  const scope = remoteScope(loaded, context, input)
  const drivers = await allDrivers(context)
  const resources = await desiredResources(loaded, secrets, context)
  const wire = wiring(resources, secrets.key)
  const before = await observeAll(drivers, scope)
  const addresses = new Map(before.map(({ owner, outputs }) => [owner, outputs]))
  const wired = resources.map((resource) => wire(resource, addresses))
  const { outputs, changes } = await applyChanges({
    changes: planChanges(wired, before),
    project,
    drivers,
    scope,
    secret: secrets.secret,
    token: (service) => derivedToken(secrets.key, { environment, service }),
    wire,
  })
  const desired = changes.map((change) => change.desired)
  input.progress("release", "Probing from outside")
  const observed = await observeAll(drivers, scope)
  const { signal } = input
  const verdict = await verify({ project, desired, observed, outputs, signal }, context)
  const release = releaseOf(loaded, { desired, verdict, nowMs: context.clock.nowMs() })
  await recordRelease(loaded, release, context)
  refuseInterrupted(scope, [...outputs.keys()])
  refuseUnproven(verdict)
  return {
    environment,
    release: release.id,
    verdict,
    services: changes.map((change) => deployedItem(change, outputs)),
    diagnostics: loaded.diagnostics,
  }
}

function releaseOf(
  { project }: LoadedProject,
  made: {
    readonly desired: readonly DesiredResource[]
    readonly verdict: Verdict
    readonly nowMs: number
  },
): Release {
  const items = [...project.services, ...project.resources]
  return {
    id: releaseId(made.nowMs),
    madeAt: new Date(made.nowMs).toISOString(),
    deployments: Object.fromEntries(
      made.desired.flatMap(({ owner, deploymentId }) =>
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

function deployedItem(change: StandingChange, outputs: OutputsByOwner): DeployedItem {
  const { owner, provider, deploymentId } = change.desired
  const url = deploymentId === undefined ? undefined : outputs.get(owner)?.url
  return { name: owner, platform: provider, change: change.type, url, deploymentId }
}
