import type { ChalkInstance } from "chalk"
import type { Drift } from "../../../core/release/drift.ts"
import type { ObservedResource } from "../../../core/plan/resource.ts"
import type { DeployResult } from "../../../workflows/deploy/deploy.ts"
import type { RollbackResult } from "../../../workflows/deploy/rollback.ts"
import type { DestroyResult } from "../../../workflows/deploy/destroy.ts"
import type { StatusResult } from "../../../workflows/status.ts"
import { tableText } from "../table.ts"

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

const marks = { create: "+", update: "~", replace: "-/+", none: "=" } as const

/** What stands again, and what was left. */
export function rolledBackText(result: RollbackResult, style: ChalkInstance): string {
  const { environment, left, restored, verdict } = result
  const last = `Release ${restored} stands again in "${environment}" and is ${verdict.status}.`
  const kept =
    left.length === 0 ? "" : `Left standing, since they may hold data: ${left.join(", ")}.\n`
  return `${kept}${style.green("✓")} ${style.bold(last)}`
}

/** One line a resource; says plainly when nothing stands. */
export function statusText(result: StatusResult, style: ChalkInstance): string {
  const drift = result.drift.map((one) => driftText(one, style))
  if (result.resources.length === 0)
    return [`Nothing of this project stands in "${result.environment}".`, ...drift].join("\n")
  const rows = result.resources.map((resource) => resourceRow(resource, style))
  const release = result.release === undefined ? "No release yet" : `Release ${result.release}`
  const standing = `${release}, environment "${result.environment}":\n${tableText(rows)}`
  if (drift.length === 0) return standing
  const next = '"aidep plan" tells what a deploy would do about it.'
  return [standing, "", "Not as the release left it:", ...drift, next].join("\n")
}

function driftText(drift: Drift, style: ChalkInstance): string {
  const { owner, provider, path, change, recorded, found } = drift
  const what = { changed: `${shown(recorded)} → ${shown(found)}`, missing: "gone", added: "new" }
  const field = path === undefined ? "" : ` ${path}:`
  return `  ${style.yellow("!")} ${style.bold(owner)} on ${provider}${field} ${what[change]}`
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

/** What may be a secret is not shown. */
function shown(value: Drift["found"]): string {
  return value === undefined ? "••••" : JSON.stringify(value)
}
