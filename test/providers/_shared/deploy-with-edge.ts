import { withReferencedValues } from "../../../src/core/plan/references.ts"
import {
  type DesiredResource,
  edgeOwner,
  type ObservedResource,
  type Outputs,
} from "../../../src/core/plan/resource.ts"
import type { Prober } from "../../../src/ports/prober.ts"
import type { ApplyOutcome, RemotePorts } from "../../../src/provider/remote.ts"
import type { RollOut, SimulatedPlatform } from "../../support/simulated-platform.ts"
import * as simulated from "../../support/simulated-project.ts"

type Outcomes = ReadonlyMap<string, ApplyOutcome>

/** Services and stores first, then what the edge needs of the platform, with the values that those told. */
export async function deployWithEdge(
  platform: SimulatedPlatform,
  on: simulated.SimulatedProject,
  changes: Partial<RollOut> = {},
): Promise<Outcomes> {
  const { resources = on.resources, ...more } = changes
  const scope = { ports: portsWithProber(platform), ...changes.scope }
  const [edge, own] = [
    resources.filter(({ owner }) => owner === edgeOwner),
    resources.filter(({ owner }) => owner !== edgeOwner),
  ]
  const first = await simulated.deploy(platform, on, { ...more, scope, resources: own })
  const outcomes = new Map(first)
  for (const resource of edge) {
    const known = withReferencedValues(resource, outputsIn(outcomes))
    const next = await simulated.deploy(platform, on, { ...more, scope, resources: [known] })
    for (const [address, outcome] of next) outcomes.set(address, outcome)
  }
  return outcomes
}

function outputsIn(outcomes: Outcomes): ReadonlyMap<string, Outputs> {
  return new Map(
    [...outcomes].flatMap(([address, outcome]) =>
      outcome.status === "applied" ? [[address, outcome.outputs] as const] : [],
    ),
  )
}

/** As the engine compares it: with the values that what stands tells. */
export function wired(
  resource: DesiredResource,
  standing: readonly ObservedResource[],
): DesiredResource {
  return withReferencedValues(
    resource,
    new Map(standing.map(({ address, outputs }) => [address, outputs])),
  )
}

/** Probes see what the simulated platform serves. */
export function portsWithProber({ scope, simulation }: SimulatedPlatform): RemotePorts {
  const prober: Prober = {
    probe: async (request) => {
      const seen = simulation.visit?.(request)
      if (seen === undefined) throw new Error(`nobody serves ${request.url}`)
      return seen
    },
  }
  return { ...scope().ports, prober }
}
