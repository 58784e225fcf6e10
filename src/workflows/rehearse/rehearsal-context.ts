import type { Clock } from "../../ports/clock.ts"
import type { ProbeOutcome, Prober } from "../../ports/prober.ts"
import type { Provider } from "../../provider/provider.ts"
import type { RemotePorts } from "../../provider/remote.ts"
import type { SimulatedInternet, Simulation, Simulator } from "../../provider/simulation.ts"
import { withScope } from "../../provider/with-scope.ts"
import type { Context } from "../context.ts"
import type { Fault } from "./fault.ts"
import { faultScript } from "./fault-script.ts"
import { simulatedHttp } from "./simulated-http.ts"
import { simulatedProcesses } from "./simulated-processes.ts"
import { startTimeline, type Timeline } from "./timeline.ts"
import { virtualClock } from "./virtual-clock.ts"

export interface Rehearsal {
  readonly context: Context
  readonly timeline: Timeline
  /** By platform. */
  readonly simulations: ReadonlyMap<string, Simulation>
}

export interface RehearsalOptions {
  readonly faults: readonly Fault[]
  /** Values of all secrets, made up where there are none. */
  readonly secrets: Readonly<Record<string, string>>
  /** Platforms that take part. */
  readonly platforms: readonly string[]
  /** Domains of the project. Default: none. */
  readonly domains?: readonly string[]
}

/**
 * The world as a rehearsal sees it: platforms with a simulator are simulated, on a clock on which nobody waits;
 * everything else is this machine.
 */
export async function rehearsalContext(
  { faults, secrets, platforms: taking, domains = [] }: RehearsalOptions,
  context: Context,
): Promise<Rehearsal> {
  const clock = virtualClock(context.clock.nowMs())
  const simulators = await loadSimulators(taking, context)
  const simulations = new Map<string, Simulation>()
  const world = { clock, domains, internet: internetOf(simulations) }
  for (const [platform, simulator] of simulators) simulations.set(platform, simulator.start(world))
  const timeline = startTimeline(clock.nowMs)
  const credentials = [...simulators.values()].map((simulator) => simulator.credentials)
  const platforms = [...simulations].map(([platform, simulation]) => ({ platform, simulation }))
  const parts = { platforms, clock, faults: faultScript(faults), onCall: timeline.call }
  return {
    timeline,
    simulations,
    context: {
      ...context,
      clock,
      http: simulatedHttp(parts),
      processes: simulatedProcesses(context.processes, parts),
      prober: simulatedProber(context.prober, { simulations, clock, domains }),
      variables: { ...context.variables, ...secrets, ...Object.assign({}, ...credentials) },
      platforms: { ...context.platforms, load: async (ids) => await realOnes(ids, context) },
    },
  }
}

/** All simulated platforms, as each of them sees the others. */
function internetOf(simulations: ReadonlyMap<string, Simulation>): SimulatedInternet {
  return {
    records: (name) => [...simulations.values()].flatMap(({ records }) => records?.(name) ?? []),
    visit: (request, host) => {
      for (const { visit } of simulations.values()) {
        const outcome = visit?.(request, host)
        if (outcome !== undefined) return outcome
      }
      return undefined
    },
  }
}

async function loadSimulators(
  taking: readonly string[],
  { platforms }: Context,
): Promise<ReadonlyMap<string, Simulator>> {
  const providers = [...(await platforms.load(taking)).values()]
  const loaded = await Promise.all(
    providers.map(async ({ id, simulator }) => [id, await simulator?.()] as const),
  )
  return new Map(
    loaded.flatMap(([id, simulator]) =>
      simulator === undefined ? [] : [[id, simulator] as const],
    ),
  )
}

/** Platforms without a simulator keep the real world: what starts there takes real time. */
async function realOnes(
  ids: Iterable<string>,
  context: Context,
): Promise<ReadonlyMap<string, Provider>> {
  const providers = await context.platforms.load(ids)
  const { files, processes, supervisor, prober, clock, network, http } = context
  const ports = { files, processes, supervisor, prober, clock, network, http }
  return new Map(
    [...providers].map(([id, provider]) => [
      id,
      provider.simulator === undefined ? inRealWorld(provider, ports) : provider,
    ]),
  )
}

function inRealWorld(provider: Provider, ports: RemotePorts): Provider {
  const { remote } = provider
  if (remote === undefined) return provider
  return {
    ...provider,
    remote: async () => withScope(await remote(), (scope) => ({ ...scope, ports })),
  }
}

/** How long a probe of a simulated address takes: an assumption. */
const visitMs = 40

const unresolved: ProbeOutcome = {
  status: "failed",
  kind: "dns",
  phase: "connect",
  reason: "The name does not resolve.",
  partial: undefined,
  timings: { connectMs: undefined, firstByteMs: undefined, totalMs: visitMs },
}

function simulatedProber(
  prober: Prober,
  {
    simulations,
    clock,
    domains,
  }: {
    readonly simulations: ReadonlyMap<string, Simulation>
    readonly clock: Clock
    readonly domains: readonly string[]
  },
): Prober {
  return {
    probe: async (request, options) => {
      await clock.sleep(visitMs, options.signal)
      for (const simulation of simulations.values()) {
        const outcome = simulation.visit?.(request)
        if (outcome !== undefined) return outcome
      }
      // Nothing that is rehearsed is asked of the real internet.
      return domains.includes(new URL(request.url).hostname)
        ? unresolved
        : await prober.probe(request, options)
    },
  }
}
