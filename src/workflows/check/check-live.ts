import { parseGivenAddress } from "../../core/check/given-address.ts"
import { edgeOwner, type ObservedResource } from "../../core/plan/resource.ts"
import type { Project } from "../../core/project/project.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import type { SloReport } from "../../core/slo/slo-report.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { notStanding } from "../../errors/catalogue/deploy.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { observeAll, openDrivers } from "../deploy/drivers.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { secretValues } from "../secret-values.ts"
import { planSlo, type SloInput } from "../slo/plan-slo.ts"
import { runSlo } from "../slo/run-slo.ts"
import type { LiveSubject } from "./automatic/live-subject.ts"
import { probeLive } from "./automatic/probe-live.ts"
import type { CheckResult } from "./check-result.ts"
import { runChecks } from "./run-checks.ts"

export interface CheckLiveInput extends ProjectInput {
  /** Address to ask instead of the observed one, behind `SERVICE=` where it could belong to several. */
  readonly url?: string | undefined
  /** Requests that may be sent to meet a limit; undefined: limits are not tried. */
  readonly rateLimit?: number | undefined
  /** Also ask public names that lead into a private network. Default: false. */
  readonly privateAddresses?: boolean | undefined
  /** Also measures under load. */
  readonly slo?: SloInput | undefined
  readonly signal: AbortSignal
}

export interface CheckLiveResult {
  readonly environment: string
  /** Of the manifest's own checks. */
  readonly results: readonly CheckResult[]
  /** Of what every service is asked. */
  readonly probes: readonly CheckResult[]
  /** What came of the load; undefined where none was asked for. */
  readonly slo: SloReport | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Makes the manifest's checks against what stands, then looks at names, certificates and models.
 *
 * @throws AidepError those of `loadProject`; `deploy/not-standing` when nothing stands and no address is given;
 * `check/unusable-address` and `check/ambiguous-address`; those of `planSlo`.
 */
export async function checkLive(input: CheckLiveInput, context: Context): Promise<CheckLiveResult> {
  const loaded = await loadProject(input, context)
  const { project, diagnostics } = loaded
  const planned = input.slo && planSlo(input.slo, loaded)
  const subject = await liveSubject(loaded, input, context)
  const { checks, environment } = project
  const run = { ...subject, checks }
  const results = await runChecks(run, context)
  const slo = planned && (await runSlo({ planned, run, results }, context))
  const probes = await probeLive(subject, { rateLimit: input.rateLimit }, context)
  return { environment, results, probes, slo, diagnostics }
}

async function liveSubject(
  loaded: LoadedProject,
  input: CheckLiveInput,
  context: Context,
): Promise<LiveSubject> {
  const { project, folder } = loaded
  const { environment } = project
  const secret = await loadSecrets({ folder, environment }, context)
  const external = new Set(project.services.filter(isExternal).map(({ name }) => name))
  return {
    project,
    addresses: await addressesOf(loaded, input, context),
    credentialSource: (service) => ({
      service,
      environment,
      external: external.has(service),
      secret,
    }),
    secrets: await secretValues(loaded, context),
    privateAddresses: input.privateAddresses === true ? "allowed" : "refused",
    signal: input.signal,
  }
}

/** Platforms are asked only where a given address leaves something open. */
async function addressesOf(
  loaded: LoadedProject,
  { url }: CheckLiveInput,
  context: Context,
): Promise<ReadonlyMap<string, string>> {
  const { project } = loaded
  const checked = [...new Set(project.checks.map(({ service }) => service))]
  const given = url === undefined ? [] : [givenAddress(url, project)]
  if (given.length > 0 && checked.every((service) => given[0]?.[0] === service))
    return new Map(given)
  const observed = observedAddresses(await observeAll(await openDrivers(loaded, context)), project)
  const [first] = checked
  if (first !== undefined && observed.length + given.length === 0)
    throw new AidepError(problem(notStanding, { service: first, known: [] }))
  return new Map([...observed, ...given])
}

/** @throws AidepError `check/unusable-address`, `check/ambiguous-address`. */
export function givenAddress(url: string, project: Project): readonly [string, string] {
  const parsed = parseGivenAddress(url, project)
  if (!parsed.ok) throw new AidepError(parsed.problem)
  return [parsed.given.service, parsed.given.address]
}

/** As callers from outside reach them: through the edge where it stands, and none on private networks. */
function observedAddresses(
  observed: readonly ObservedResource[],
  { edge }: Project,
): readonly (readonly [string, string])[] {
  const hasEdge = observed.some(({ owner }) => owner === edgeOwner)
  const own = observed.flatMap(({ owner, outputs: { url, externalUrl, isPrivate } }) => {
    const address = externalUrl ?? (isPrivate === true ? undefined : url)
    return address === undefined ? [] : [[owner, address] as const]
  })
  if (edge === undefined || !hasEdge) return own
  return [...own, [edge.service, `https://${edge.domain}`]]
}
