import { releaseRequest } from "../../core/check/check-request.ts"
import { credentials } from "../../core/check/credentials.ts"
import type { ObservedResource } from "../../core/plan/resource.ts"
import { productionChecklist } from "../../core/production/checklist.ts"
import type { ChecklistItem } from "../../core/production/checklist-item.ts"
import type { HealthEvidence, NeededCredential } from "../../core/production/evidence.ts"
import type { Service } from "../../core/project/project.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import type { Context } from "../context.ts"
import { observeAll, openDrivers } from "../deploy/drivers.ts"
import { readState } from "../deploy/state/state-files.ts"
import { type LoadedProject, loadProject } from "../load-project.ts"
import { loadSecrets, type SecretLookup } from "../load-secrets.ts"
import { checkLive, type CheckLiveInput, type CheckLiveResult, givenAddress } from "./check-live.ts"

export interface CheckProductionResult {
  readonly environment: string
  readonly checklist: readonly ChecklistItem[]
  /** Checks and probes of what stands; undefined where nothing stands that could be asked. */
  readonly live: CheckLiveResult | undefined
}

/**
 * Answers the production checklist from what the manifest says and from what stands.
 *
 * @throws AidepError those of `loadProject` and of platforms that cannot be asked.
 */
export async function checkProduction(
  input: CheckLiveInput,
  context: Context,
): Promise<CheckProductionResult> {
  const loaded = await loadProject({ ...input, placement: "recorded" }, context)
  const { project, parsed, folder } = loaded
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const observed = await observeAll(await openDrivers(loaded, context, { signal: input.signal }))
  const live = observed.length === 0 ? undefined : await checkLive(input, context)
  const checklist = productionChecklist({
    parsed,
    project,
    secret,
    credentials: neededCredentials(loaded, secret),
    standing: observed.map(({ owner, provider, state, deploymentId }) => ({
      service: owner,
      platform: loaded.providers.get(provider)?.title ?? provider,
      state,
      deploymentId,
    })),
    release: (await readState(loaded, context)).releases.at(-1),
    health: await probeHealth({ loaded, observed, secret }, input, context),
    checks: live?.results ?? [],
  })
  return { environment: project.environment, checklist, live }
}

/** Of platforms that something is placed on and that aidep itself drives. */
function neededCredentials(
  { project, providers }: LoadedProject,
  secret: SecretLookup,
): readonly NeededCredential[] {
  const placed = new Set(
    [...project.services, ...project.resources].map(({ placement }) => placement.platform),
  )
  return [...providers.values()]
    .filter(({ id, remote }) => placed.has(id) && remote !== undefined)
    .flatMap((provider) =>
      provider.credentials.map(({ variable }) => ({
        variable,
        platform: provider.title,
        set: secret(variable) !== undefined,
      })),
    )
}

interface HealthSubject {
  readonly loaded: LoadedProject
  readonly observed: readonly ObservedResource[]
  readonly secret: SecretLookup
}

const probeTimeoutMs = 10_000

async function probeHealth(
  { loaded, observed, secret }: HealthSubject,
  { url, signal }: CheckLiveInput,
  context: Context,
): Promise<readonly HealthEvidence[]> {
  const { services, edge, environment } = loaded.project
  const given = new Map(url === undefined ? [] : [givenAddress(url, loaded.project)])
  const addressOf = ({ name }: Service): string | undefined => {
    if (given.has(name)) return given.get(name)
    if (edge?.service === name) return `https://${edge.domain}`
    return observed.find(({ owner }) => owner === name)?.outputs.url
  }
  const asked = services.flatMap((service) => {
    const address = addressOf(service)
    const { health } = service
    return address === undefined || health === undefined ? [] : [{ service, address, health }]
  })
  return await Promise.all(
    asked.map(async ({ service, address, health }): Promise<HealthEvidence> => {
      const source = { service: service.name, environment, external: isExternal(service), secret }
      const caller = credentials(service.access === "internal" ? "internal" : "nobody", source)
      const known = caller.ok ? caller : { ok: true as const, headers: {}, secrets: [] }
      const { request } = releaseRequest(address, health.path, known)
      const outcome = await context.prober.probe(request, {
        totalTimeoutMs: probeTimeoutMs,
        signal,
      })
      const about = { service: service.name, url: request.url }
      return outcome.status === "answered"
        ? {
            ...about,
            statusCode: outcome.answer.statusCode,
            failure: undefined,
            headers: outcome.answer.headers,
          }
        : { ...about, statusCode: undefined, failure: outcome.reason, headers: {} }
    }),
  )
}
