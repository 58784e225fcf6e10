import fly from "../../../../providers/fly/provider.ts"
import type { Project } from "../../../../src/core/project/project.ts"
import type { Provider } from "../../../../src/provider/provider.ts"
import type { ApplyOutcome, RemoteScope, ServiceSource } from "../../../../src/provider/remote.ts"
import type { SimulatedInternet } from "../../../../src/provider/simulation.ts"
import { memoryFiles } from "../../../support/memory-files.ts"
import {
  type RollOut,
  rollOut,
  type SimulatedPlatform,
  simulatePlatform,
} from "../../../support/simulated-platform.ts"
import * as simulated from "../../../support/simulated-project.ts"

export function projectOn(text: string, environment?: string): simulated.SimulatedProject {
  return simulated.projectOn(fly, text, environment)
}

/** A platform whose driver may write files, as it does before a build. */
export async function simulateFor(
  { project: { environment, name } }: simulated.SimulatedProject,
  more: { readonly options?: unknown; readonly internet?: SimulatedInternet } = {},
): Promise<SimulatedPlatform> {
  const { internet, options } = more
  const provider = internet === undefined ? fly : reaching(internet)
  const platform = await simulatePlatform(provider, { project: name, environment, options })
  const { scope } = platform
  const files = memoryFiles()
  const withFiles = (changes: Partial<RemoteScope> = {}): RemoteScope => {
    const { ports } = scope()
    return { ...scope(changes), ports: { ...ports, files, ...changes.ports } }
  }
  return Object.assign(platform, { scope: withFiles })
}

/** Fly, with an internet in which domains have records. */
function reaching(internet: SimulatedInternet): Provider {
  const simulator = async () => {
    const own = await fly.simulator?.()
    if (own === undefined) throw new Error("there is no simulator")
    return {
      ...own,
      start: ({ clock }: Parameters<typeof own.start>[0]) => own.start({ clock, internet }),
    }
  }
  return { ...fly, simulator }
}

/** Images by their digest, and the folder of what Fly builds. */
export function sourceIn({ services }: Project, digit = "a") {
  return (owner: string): ServiceSource | undefined => {
    const code = services.find(({ name }) => name === owner)?.code
    if (code?.type === "folder") return { type: "folder", path: `/project/${code.path}` }
    if (code?.type !== "image") return undefined
    return { type: "image", reference: `${code.reference}@sha256:${digit.repeat(64)}` }
  }
}

export async function deploy(
  platform: SimulatedPlatform,
  on: simulated.SimulatedProject,
  changes: Partial<RollOut> = {},
): Promise<ReadonlyMap<string, ApplyOutcome>> {
  return await rollOut(platform, { ...on, sourceOf: sourceIn(on.project), ...changes })
}
