import { isCalled } from "../../_shared/simulator/name.ts"
import { type Account, type Deployment, idFor, type Instance, instanceKey } from "./account.ts"

/** Assumptions about how long Railway takes; nothing of the vendor's promises them. */
const initializingMs = 3000
const buildMs = 80_000
const startMs = 15_000
/** Source: https://docs.railway.com/deployments/healthchecks (2026-08-21): how long a health check is tried. */
const usualTimeoutSeconds = 300

export type DeploymentStatus =
  | "INITIALIZING"
  | "BUILDING"
  | "DEPLOYING"
  | "SUCCESS"
  | "FAILED"
  | "CRASHED"
  | "REMOVED"

export interface NewDeployment {
  readonly instance: Instance
  readonly name: string
  readonly commit: string | undefined
  readonly nowMs: number
}

/** Starts a deployment of a service as it is now; one that is not done gives way to it. */
export function withDeployment(
  account: Account,
  { commit, instance, name, nowMs }: NewDeployment,
): { readonly account: Account; readonly deployment: Deployment } {
  const { breakages, instances, made } = account
  const { settings, source, variables } = instance
  const broken = Object.keys(breakages).find((part) => isCalled({ name, variables }, part))
  const builds = !source?.image
  const seconds = Number(settings["healthcheckTimeout"] ?? usualTimeoutSeconds)
  const deployment: Deployment = {
    id: idFor(made),
    createdAtMs: nowMs,
    commit,
    image: source?.image ?? undefined,
    buildMs: builds ? buildMs : 0,
    breakage: broken === undefined ? undefined : breakages[broken],
    removedAtMs: undefined,
    variables,
    healthcheckPath: textOf(settings["healthcheckPath"]),
    giveUpMs: seconds * 1000,
  }
  const deployments = instance.deployments.map((other) =>
    isWorking(other, nowMs) ? { ...other, removedAtMs: nowMs } : other,
  )
  const next = { ...instance, deployments: [...deployments, deployment] }
  const key = instanceKey(instance.serviceId, instance.environmentId)
  const left = Object.entries(breakages).filter(([part]) => part !== broken)
  return {
    deployment,
    account: {
      ...account,
      made: made + 1,
      instances: { ...instances, [key]: next },
      breakages: Object.fromEntries(left),
    },
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined
}

function isWorking(deployment: Deployment, nowMs: number): boolean {
  return ["INITIALIZING", "BUILDING", "DEPLOYING"].includes(ownStatus(deployment, nowMs))
}

/** Of a deployment by itself, without the newer ones that may have taken its place. */
function ownStatus(deployment: Deployment, nowMs: number): DeploymentStatus {
  if (deployment.removedAtMs !== undefined) return "REMOVED"
  const { breakage, giveUpMs, healthcheckPath } = deployment
  const passedMs = nowMs - deployment.createdAtMs
  const builtMs = initializingMs + deployment.buildMs
  if (passedMs < initializingMs) return "INITIALIZING"
  if (passedMs < builtMs) return "BUILDING"
  if (breakage === "build-fails") return "FAILED"
  if (breakage === undefined) return passedMs < builtMs + startMs ? "DEPLOYING" : "SUCCESS"
  // Without a health check it counts as started until it has crashed too often.
  if (healthcheckPath === undefined) return passedMs < builtMs + startMs ? "DEPLOYING" : "CRASHED"
  return passedMs < builtMs + giveUpMs ? "DEPLOYING" : "FAILED"
}

export function statusOf(
  instance: Instance,
  deployment: Deployment,
  nowMs: number,
): DeploymentStatus {
  const status = ownStatus(deployment, nowMs)
  if (status !== "SUCCESS") return status
  return activeDeployment(instance, nowMs)?.id === deployment.id ? "SUCCESS" : "REMOVED"
}

/** The newest that came up: those before it serve until then. */
export function activeDeployment({ deployments }: Instance, nowMs: number): Deployment | undefined {
  return deployments.findLast((deployment) => ownStatus(deployment, nowMs) === "SUCCESS")
}

export interface Line {
  readonly message: string
  readonly timestamp: string
}

export function buildLines(deployment: Deployment, nowMs: number): readonly Line[] {
  if (deployment.image !== undefined) return []
  const startedMs = deployment.createdAtMs + initializingMs
  const endedMs = startedMs + deployment.buildMs
  const ending =
    deployment.breakage === "build-fails"
      ? "ERROR: failed to build: exit code: 1"
      : "Build finished."
  return linesUntil(nowMs, [
    [startedMs, "Building the Dockerfile"],
    [endedMs, ending],
  ])
}

export function runLines(deployment: Deployment, nowMs: number): readonly Line[] {
  if (deployment.breakage === "build-fails") return []
  const startedMs = deployment.createdAtMs + initializingMs + deployment.buildMs
  const crash = deployment.breakage === "crash-loop"
  return linesUntil(nowMs, [
    [startedMs, "Starting Container"],
    [startedMs + startMs / 3, crash ? "Error: the service ended with status 1" : "Listening"],
  ])
}

function linesUntil(
  nowMs: number,
  lines: readonly (readonly [atMs: number, message: string])[],
): readonly Line[] {
  return lines
    .filter(([atMs]) => atMs <= nowMs)
    .map(([atMs, message]) => ({ message, timestamp: new Date(atMs).toISOString() }))
}
