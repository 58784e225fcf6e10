import type { DesiredResource, ObservedResource } from "../core/plan/resource.ts"
import { projectOwner } from "../core/plan/resource.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import * as errors from "../errors/catalogue/adopt.ts"
import type { RemoteScope } from "../provider/remote.ts"
import type { Context } from "./context.ts"
import { driverOf, observeAll, openDrivers, refuseWithoutDriver } from "./deploy/drivers.ts"
import { gateCredentials } from "./deploy/gates/credentials.ts"
import { openJournal } from "./deploy/state/journal.ts"
import { withLock } from "./deploy/state/lock.ts"
import { readJournal } from "./deploy/state/state-files.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "./load-project.ts"

export interface AdoptInput extends ProjectInput {
  /** `environment/owner/kind/name`, or the name of the service or data store. */
  readonly address: string
  /** The platform's id of what stands there. */
  readonly id: string
  readonly progress?: RemoteScope["progress"] | undefined
}

export interface AdoptResult {
  readonly address: string
  readonly id: string
  readonly platform: string
  /** One sentence about its state. */
  readonly about: string
}

/**
 * Takes over what somebody else made: from now on it is the service or data store of the manifest, and the next deploy
 * changes it in place and marks it. Nothing is changed on the platform until then.
 *
 * @throws AidepError `adopt/unknown-address`, `adopt/not-possible`, `adopt/not-found`, `adopt/is-ours`; those of
 * `loadProject`, of the gates, of the lock and of the platform.
 */
export async function adopt(input: AdoptInput, context: Context): Promise<AdoptResult> {
  const loaded = await loadProject({ ...input, placement: "recorded" }, context)
  const desired = meantResource(input.address, loaded)
  refuseWithoutDriver(loaded)
  await gateCredentials(loaded, context)
  const { id, progress } = input
  return await withLock({ place: loaded, reason: "adopt", progress }, context, async (lock) => {
    const found = await lookFor(desired, id, { loaded, context })
    const journal = await openJournal({ place: loaded, command: "adopt", lock }, context)
    const { address, provider } = desired
    const step = { address, provider, change: "update" } as const
    await journal.intent(step)
    await journal.outcome(step, { status: "applied", id })
    await journal.end("adopted")
    return { address, id, platform: provider, about: found.about }
  })
}

function meantResource(wanted: string, { rendered }: LoadedProject): DesiredResource {
  const all = [...rendered.platforms.values()].flatMap(({ resources }) => resources)
  const able = all.filter(({ owner }) => owner !== projectOwner)
  const found = able.find(({ address, owner }) => address === wanted || owner === wanted)
  if (found !== undefined) return found
  const known = able.map(({ address }) => address)
  throw new AidepError(problem(errors.unknownAddress, { address: wanted, known }))
}

interface World {
  readonly loaded: LoadedProject
  readonly context: Context
}

async function lookFor(
  desired: DesiredResource,
  id: string,
  { loaded, context }: World,
): Promise<ObservedResource> {
  const { address, provider: platform } = desired
  const { known } = await readJournal(loaded, context)
  const ours = new Map([...(known.get(platform) ?? []), [address, id] as const])
  const asOurs = new Map([...known, [platform, ours] as const])
  const drivers = await openDrivers(loaded, context, { known: asOurs })
  const driver = driverOf(desired, drivers)
  const { title } = driver.provider
  if (driver.remote.adopts !== true)
    throw new AidepError(problem(errors.notPossible, { address, title }))
  const observed = await observeAll([driver])
  const other = observed.find((one) => one.address === address && one.id !== id)
  const elsewhere = observed.find((one) => one.id === id && one.address !== address)
  const standing = other?.id ?? elsewhere?.address
  if (standing !== undefined)
    throw new AidepError(problem(errors.isOurs, { address, id, standing: `"${standing}"` }))
  const found = observed.find((one) => one.id === id && one.provider === platform)
  if (found !== undefined) return found
  const { environment } = loaded.project
  throw new AidepError(problem(errors.notFound, { id, title, environment }))
}
