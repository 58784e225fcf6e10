import { keyVariable } from "../../core/init/secret-files.ts"
import { isExternal } from "../../core/project/resolve-service.ts"
import { secretNames } from "../../core/release/variable-values.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownFault } from "../../errors/catalogue/rehearse.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import type { SimulatedObject } from "../../provider/simulation.ts"
import type { Context } from "../context.ts"
import { type DeployInput, type DeployResult, deploy } from "../deploy/deploy.ts"
import { destroy } from "../deploy/destroy.ts"
import { deployedEdge, usedPlatforms } from "../deploy/used-platforms.ts"
import type { Revision } from "../deploy/source/read-revision.ts"
import { type LoadedProject, loadProject } from "../load-project.ts"
import { loadSecrets } from "../load-secrets.ts"
import { type Fault, faultKinds, isOfDeployment, parseFault } from "./fault.ts"
import { rehearsalContext } from "./rehearsal-context.ts"
import { withRehearsedState } from "./rehearsed-state.ts"
import type { TimelineEntry } from "./timeline.ts"

export interface RehearseInput extends DeployInput {
  /** As `--fault` has them. */
  readonly faults: readonly string[]
}

export interface RehearseResult {
  readonly environment: string
  readonly outcome: RehearsalOutcome
  readonly timeline: readonly TimelineEntry[]
  /** What stands on the simulated platforms in the end, by platform. */
  readonly standing: Readonly<Record<string, readonly SimulatedObject[]>>
  /** Services and data stores whose platform has no simulator: they really ran on this machine. */
  readonly onThisMachine: readonly string[]
  /** Secrets that have no value and were given a made-up one. */
  readonly madeUpSecrets: readonly string[]
  /** Faults whose call was never made, as with a misspelt one. */
  readonly unmetFaults: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

export type RehearsalOutcome =
  | { readonly status: "released"; readonly result: DeployResult }
  | { readonly status: "failed"; readonly error: AidepError }

/** Stands for the pushed commit. */
const assumedRevision: Revision = {
  commit: "0".repeat(40),
  repository: "example/rehearsal",
  treeOf: async () => undefined,
}

/**
 * Deploys to simulated platforms, on a clock of their own: no account is needed and nothing real is changed. Services
 * whose platform has no simulator run on this machine and are taken down again.
 *
 * @throws AidepError `rehearse/unknown-fault`; those of `loadProject`. What the deploy ends with is an answer.
 */
export async function rehearse(input: RehearseInput, context: Context): Promise<RehearseResult> {
  const faults = input.faults.map(faultIn)
  const loaded = await loadProject(input, context)
  const environment = `${loaded.project.environment}-rehearsal`
  const replaced = await replacements(loaded, context)
  const { secrets, madeUp } = await allSecrets(loaded, context)
  const rehearsal = await rehearsalContext(
    { faults, secrets, platforms: [...usedPlatforms(loaded)], domains: domainsOf(loaded) },
    context,
  )
  for (const { platform, subject, kind } of faults)
    if (isOfDeployment(kind)) rehearsal.simulations.get(platform)?.breakNext(subject, kind)
  const world = withRehearsedState(rehearsal.context, loaded.project)
  const asked = { ...input, rehearsal: { environment, replaced }, assumed: assumedRevision }
  const progress: DeployInput["progress"] = (owner, text) => {
    rehearsal.timeline.note(owner, text)
    input.progress(owner, text)
  }
  const outcome = await outcomeOf(() => deploy({ ...asked, progress }, world))
  const timeline = rehearsal.timeline.entries()
  const standing = [...rehearsal.simulations].map(
    ([platform, simulation]) => [platform, simulation.inventory()] as const,
  )
  await destroy(asked, world)
  return {
    environment: loaded.project.environment,
    outcome,
    timeline,
    standing: Object.fromEntries(standing.filter(([, objects]) => objects.length > 0)),
    onThisMachine: namesOn(Object.keys(replaced), loaded),
    madeUpSecrets: madeUp,
    unmetFaults: input.faults.filter((text) => !isMet(faultIn(text), timeline)),
    diagnostics: loaded.diagnostics,
  }
}

/** Faults of what is deployed are the platform's, and count as met. */
function isMet({ platform, subject, kind }: Fault, timeline: readonly TimelineEntry[]): boolean {
  const operation = `${platform}.${subject}`
  return (
    isOfDeployment(kind) ||
    timeline.some(
      (entry) => entry.type === "call" && entry.operation === operation && entry.fault === kind,
    )
  )
}

function domainsOf(loaded: LoadedProject): readonly string[] {
  const edge = deployedEdge(loaded)
  return edge === undefined ? [] : [edge.domain]
}

function faultIn(text: string): Fault {
  const fault = parseFault(text)
  if (fault === undefined)
    throw new AidepError(problem(unknownFault, { fault: text, kinds: faultKinds }))
  return fault
}

/** Platforms that cannot be simulated, each with the one that is allowed everywhere in its place. */
async function replacements(
  { project, providers }: LoadedProject,
  { platforms }: Context,
): Promise<Readonly<Record<string, string>>> {
  const all = [...(await platforms.load(platforms.ids)).values()]
  const here = all.find(({ alwaysAllowed, remote }) => alwaysAllowed && remote !== undefined)?.id
  if (here === undefined) return {}
  const placed = [...project.services, ...project.resources].filter((item) => !isExternal(item))
  const missing = placed
    .map(({ placement }) => placement.platform)
    .filter((platform) => platform !== here && providers.get(platform)?.simulator === undefined)
  return Object.fromEntries([...new Set(missing)].map((platform) => [platform, here]))
}

function namesOn(platforms: readonly string[], { project }: LoadedProject): readonly string[] {
  return [...project.services, ...project.resources]
    .filter(({ placement }) => platforms.includes(placement.platform))
    .map(({ name }) => name)
}

/** A rehearsal needs a value for each secret and shows it to nobody. */
async function allSecrets({ folder, project }: LoadedProject, context: Context) {
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const names = [keyVariable, ...secretNames(project.services)]
  const madeUp = names.filter((name) => secret(name) === undefined)
  const values = names.map((name) => [name, secret(name) ?? `made-up-${name.toLowerCase()}`])
  return { madeUp, secrets: Object.fromEntries(values) }
}

async function outcomeOf(work: () => Promise<DeployResult>): Promise<RehearsalOutcome> {
  try {
    return { status: "released", result: await work() }
  } catch (error) {
    if (error instanceof AidepError) return { status: "failed", error }
    throw error
  }
}
