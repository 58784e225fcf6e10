import type { ChalkInstance } from "chalk"
import type { ObservedResource } from "../../core/plan/resource.ts"
import type { DeployResult } from "../../workflows/deploy/deploy.ts"
import type { DestroyResult } from "../../workflows/deploy/destroy.ts"
import type { StatusResult } from "../../workflows/status.ts"
import { tableText } from "./table.ts"

/** What stands where after a deploy, and the verdict as the last line. */
export function deployedText(result: DeployResult, style: ChalkInstance): string {
  const rows = result.services.map(({ name, platform, change, url, deploymentId }) => [
    `  ${marks[change]}`,
    style.bold(name),
    platform,
    style.dim(deploymentId ?? ""),
    style.cyan(url ?? ""),
  ])
  const last = `Release ${result.release} is ${result.verdict.status} in "${result.environment}".`
  return `${tableText(rows)}\n\n${style.green("✓")} ${style.bold(last)}`
}

const marks = { create: "+", update: "~", none: "=" } as const

/** One line a resource; says plainly when nothing stands. */
export function statusText(result: StatusResult, style: ChalkInstance): string {
  if (result.resources.length === 0)
    return `Nothing of this project stands in "${result.environment}".`
  const rows = result.resources.map((resource) => resourceRow(resource, style))
  const release = result.release === undefined ? "No release yet" : `Release ${result.release}`
  return `${release}, environment "${result.environment}":\n${tableText(rows)}`
}

function resourceRow(resource: ObservedResource, style: ChalkInstance): readonly string[] {
  const { owner, provider, state, about, deploymentId, outputs } = resource
  const colours = {
    running: style.green,
    starting: style.yellow,
    stopped: style.yellow,
    failed: style.red,
  }
  const url = deploymentId === undefined ? "" : (outputs.url ?? "")
  return [
    `  ${style.bold(owner)}`,
    provider,
    colours[state](state),
    style.dim(deploymentId ?? ""),
    style.cyan(url),
    about,
  ]
}

/** What was taken down. */
export function destroyedText(
  { environment, removed }: DestroyResult,
  style: ChalkInstance,
): string {
  return removed.length === 0
    ? `Nothing of this project stood in "${environment}".`
    : `${style.green("✓")} Taken down in "${environment}": ${removed.join(", ")}.`
}
