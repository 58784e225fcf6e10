import render from "../../../../providers/render/provider.ts"
import { type SimulatedPlatform, simulatePlatform } from "../../../support/simulated-platform.ts"
import * as simulated from "../../../support/simulated-project.ts"

export { deployWithEdge as deploy } from "../../_shared/deploy-with-edge.ts"
export { commit, otherCommit, sourceIn } from "../../../support/simulated-project.ts"

export function projectOn(text: string, environment?: string): simulated.SimulatedProject {
  return simulated.projectOn(render, text, environment)
}

export async function simulateFor({
  project: { environment, name },
}: simulated.SimulatedProject): Promise<SimulatedPlatform> {
  return await simulatePlatform(render, { project: name, environment })
}
