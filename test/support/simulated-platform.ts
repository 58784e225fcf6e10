import { keyVariable } from "../../src/core/init/secret-files.ts"
import { remoteName } from "../../src/core/project/names.ts"
import type { DesiredResource, ObservedResource, Outputs } from "../../src/core/plan/resource.ts"
import { projectOwner } from "../../src/core/plan/resource.ts"
import type { Project } from "../../src/core/project/project.ts"
import { variableValues } from "../../src/core/release/variable-values.ts"
import type { Clock } from "../../src/ports/clock.ts"
import type { HttpOutcome, HttpRequest } from "../../src/ports/http.ts"
import type { Command, CommandOutcome } from "../../src/ports/processes.ts"
import type { Provider } from "../../src/provider/provider.ts"
import type {
  ApplyOutcome,
  Remote,
  RemoteScope,
  ResourceWork,
  ServiceSource,
} from "../../src/provider/remote.ts"
import type { Simulation, Simulator } from "../../src/provider/simulation.ts"
import { virtualClock } from "../../src/workflows/rehearse/virtual-clock.ts"

/** A driver that runs against its simulator, and all that passed between them. */
export interface SimulatedPlatform {
  readonly provider: Provider
  readonly remote: Remote
  readonly simulator: Simulator
  readonly simulation: Simulation
  readonly clock: Clock
  readonly exchanges: Exchange[]
  readonly commands: Command[]
  readonly progress: string[]
  /** Stands between driver and platform; `pass` lets the request through. */
  interfere: (request: HttpRequest, pass: () => HttpOutcome) => HttpOutcome
  readonly scope: (changes?: Partial<RemoteScope>) => RemoteScope
}

export interface Exchange {
  readonly request: HttpRequest
  readonly outcome: HttpOutcome
}

export interface SimulatedPlace {
  readonly project?: string
  readonly environment?: string
  readonly options?: unknown
}

const nobody: HttpOutcome = {
  status: "failed",
  kind: "dns",
  reason: "Nobody has that name.",
  maybeDone: false,
}

export async function simulatePlatform(
  provider: Provider,
  { environment = "production", options, project = "shop" }: SimulatedPlace = {},
): Promise<SimulatedPlatform> {
  const remote = await provider.remote?.()
  const simulator = await provider.simulator?.()
  if (remote === undefined || simulator === undefined)
    throw new Error(`${provider.id} has no driver with a simulator`)
  const clock = virtualClock()
  const simulation = simulator.start({ clock })
  const credentials: Readonly<Record<string, string>> = {
    ...simulator.credentials,
    [keyVariable]: "a-key-of-a-test",
  }
  const platform: SimulatedPlatform = {
    provider,
    remote,
    simulator,
    simulation,
    clock,
    exchanges: [],
    commands: [],
    progress: [],
    interfere: (_, pass) => pass(),
    scope: (changes = {}) => ({
      folder: "/project",
      options,
      project,
      environment,
      nameOf: (part) => remoteName([project, environment, part], provider.maxNameLength),
      credential: (variable) => credentials[variable],
      known: new Map(),
      ports: portsOf(() => platform),
      machine: { nodePath: "/usr/bin/node", staticServer: "/static.js", variables: {} },
      progress: (owner, text) => platform.progress.push(`${owner}: ${text}`),
      signal: new AbortController().signal,
      ...changes,
    }),
  }
  return platform
}

function portsOf(platform: () => SimulatedPlatform): RemoteScope["ports"] {
  const send = async (request: HttpRequest): Promise<HttpOutcome> => {
    const { exchanges, interfere, simulation } = platform()
    const outcome = interfere(request, () => simulation.answer?.(request) ?? nobody)
    exchanges.push({ request, outcome })
    return outcome
  }
  const run = async (command: Command): Promise<CommandOutcome> => {
    const { commands, simulation } = platform()
    commands.push(command)
    return simulation.run?.(command) ?? { status: "not-found" }
  }
  return {
    http: { send },
    processes: { run, isRunning: () => false },
    clock: {
      today: () => platform().clock.today(),
      nowMs: () => platform().clock.nowMs(),
      sleep: async (durationMs, signal) => await platform().clock.sleep(durationMs, signal),
    },
    files: absent("files"),
    supervisor: absent("supervisor"),
    prober: absent("prober"),
    network: absent("network"),
  }
}

function absent<Port extends object>(name: string): Port {
  const refuse = (_: unknown, part: string | symbol) => {
    throw new Error(`The driver used "${String(part)}" of the port "${name}".`)
  }
  return new Proxy<object>({}, { get: refuse }) as Port
}

/** Operations that were sent, in their order. */
export function operations({ exchanges }: SimulatedPlatform): readonly string[] {
  return exchanges.map(({ request }) => request.operation)
}

export async function observed(
  { remote, scope }: SimulatedPlatform,
  changes?: Partial<RemoteScope>,
): Promise<readonly ObservedResource[]> {
  const outcome = await remote.observe(scope(changes))
  if (outcome.status === "failed") throw new Error(outcome.problem.message)
  return outcome.resources
}

export interface RollOut {
  readonly project: Project
  readonly resources: readonly DesiredResource[]
  /** Ends the deployment id of every service. */
  readonly version?: string
  readonly sourceOf?: (owner: string) => ServiceSource | undefined
  readonly scope?: Partial<RemoteScope>
}

/** What the engine does with a first or later deploy, in short: creates or updates, settles, and passes outputs on. */
export async function rollOut(
  platform: SimulatedPlatform,
  { project, resources, scope, ...input }: RollOut,
): Promise<ReadonlyMap<string, ApplyOutcome>> {
  const standing = new Map(
    (await observed(platform, scope)).map((resource) => [resource.address, resource]),
  )
  const outputs = new Map<string, Outputs>()
  const outcomes = new Map<string, ApplyOutcome>()
  for (const resource of inOrder(resources)) {
    const work = workFor(resource, { project, outputs, ...input })
    const { desired } = work
    const found = standing.get(desired.address)
    const applied =
      found === undefined
        ? await platform.remote.create(work, platform.scope(scope))
        : await platform.remote.update({ ...work, observed: found }, platform.scope(scope))
    const outcome =
      applied.status === "failed" || platform.remote.settle === undefined
        ? applied
        : await platform.remote.settle({ ...work, id: applied.id }, platform.scope(scope))
    outcomes.set(desired.address, outcome)
    if (outcome.status === "applied" && Object.keys(outcome.outputs).length > 0)
      outputs.set(desired.owner, outcome.outputs)
  }
  return outcomes
}

/** Dependencies first; as many rounds as there are resources are enough. */
function inOrder(resources: readonly DesiredResource[]): readonly DesiredResource[] {
  const done = new Set<string>()
  const ordered: DesiredResource[] = []
  const known = new Set(resources.map(({ address }) => address))
  for (const _ of resources)
    for (const resource of resources) {
      const ready = resource.dependsOn.every((other) => done.has(other) || !known.has(other))
      if (done.has(resource.address) || !ready) continue
      done.add(resource.address)
      ordered.push(resource)
    }
  return ordered
}

export interface WorkInput {
  readonly project: Project
  readonly outputs?: ReadonlyMap<string, Outputs>
  readonly version?: string
  readonly sourceOf?: (owner: string) => ServiceSource | undefined
}

/** The work on one resource, with the deployment id and the variables that the engine would give it. */
export function workFor(
  resource: DesiredResource,
  { outputs = new Map(), project, sourceOf = () => undefined, version = "1" }: WorkInput,
): ResourceWork {
  const { owner } = resource
  const service = project.services.find(({ name }) => name === owner)
  if (service === undefined || owner === projectOwner)
    return { desired: resource, variables: {}, source: undefined }
  const deploymentId = `d-${owner}-${version}`
  const variables = variableValues(service, {
    secret: (name) => `secret-value-of-${name}`,
    token: (name) => `token-of-${name}`,
    outputs: (name) => outputs.get(name),
    deploymentId,
  })
  return { desired: { ...resource, deploymentId }, variables, source: sourceOf(owner) }
}

/** What of `desired` the platform tells otherwise: keys, with both values. Empty after a deploy that converged. */
export function differences(
  { desired }: DesiredResource,
  { observed: found }: ObservedResource,
): readonly string[] {
  return Object.entries(desired)
    .filter(([key, value]) => canonical(value) !== canonical(pick(found[key], value)))
    .map(([key, value]) => `${key}: ${canonical(value)} <> ${canonical(found[key])}`)
}

/** Of a map only the keys that are asked for. */
function pick(found: unknown, wanted: unknown): unknown {
  if (!isMap(found) || !isMap(wanted)) return found
  return Object.fromEntries(Object.keys(wanted).map((key) => [key, pick(found[key], wanted[key])]))
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isMap(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
