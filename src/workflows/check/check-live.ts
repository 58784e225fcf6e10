import { isExternal } from "../../core/project/resolve-service.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { notStanding } from "../../errors/catalogue/deploy.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import { observeAll, openDrivers } from "../deploy/drivers.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { secretValues } from "../secret-values.ts"
import { type CheckResult, runChecks } from "./run-checks.ts"

export interface CheckLiveInput extends ProjectInput {
  /** Address to ask instead of the observed one; for the edge's service, or the only one that is checked. */
  readonly url?: string | undefined
  readonly signal: AbortSignal
}

export interface CheckLiveResult {
  readonly environment: string
  readonly results: readonly CheckResult[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Makes the manifest's checks against what stands.
 *
 * @throws AidepError those of `loadProject`; `deploy/not-standing` when nothing stands and no address is given.
 */
export async function checkLive(input: CheckLiveInput, context: Context): Promise<CheckLiveResult> {
  const loaded = await loadProject(input, context)
  const { project, folder, diagnostics } = loaded
  const { environment } = project
  const secret = await loadSecrets({ folder, environment }, context)
  const external = new Set(project.services.filter(isExternal).map(({ name }) => name))
  const results = await runChecks(
    {
      checks: project.checks,
      addresses: await addressesOf(loaded, input, context),
      credentialSource: (service) => ({
        service,
        environment,
        external: external.has(service),
        secret,
      }),
      secrets: await secretValues(loaded, context),
      signal: input.signal,
    },
    context,
  )
  return { environment, results, diagnostics }
}

async function addressesOf(
  loaded: LoadedProject,
  { url }: CheckLiveInput,
  context: Context,
): Promise<ReadonlyMap<string, string>> {
  const checked = [...new Set(loaded.project.checks.map(({ service }) => service))]
  if (url !== undefined) return new Map(checked.map((service) => [service, url]))
  const observed = await observeAll(await openDrivers(loaded, context))
  const addresses = observed.flatMap(({ owner, outputs }) =>
    outputs.url === undefined ? [] : [[owner, outputs.url] as const],
  )
  const [first] = checked
  if (first !== undefined && addresses.length === 0)
    throw new AidepError(problem(notStanding, { service: first, known: [] }))
  return new Map(addresses)
}
