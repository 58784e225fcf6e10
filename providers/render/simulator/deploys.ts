import { isCalled } from "../../_shared/simulator/name.ts"
import type { Account, Breakage, Deploy, Service } from "./account.ts"
import { idFor } from "./account.ts"

/** Assumptions about how long Render takes; nothing of the vendor's promises them. */
const queuedMs = 2000
const buildMs = 90_000
const preDeployMs = 15_000
const startMs = 25_000
/** Render tries again for a while before it gives a start up. */
const giveUpMs = 15 * 60_000

export type DeployStatus =
  | "queued"
  | "build_in_progress"
  | "build_failed"
  | "pre_deploy_in_progress"
  | "update_in_progress"
  | "update_failed"
  | "live"
  | "deactivated"
  | "canceled"

export interface NewDeploy {
  readonly trigger: Deploy["trigger"]
  readonly commit?: string | undefined
  readonly image?: string | undefined
}

/**
 * Starts a deploy of a service as it is now. One that is not done gives way to it: Render's default.
 * Source: https://render.com/changelog (2025-05-28), "overlapping deploy policy".
 */
export function withDeploy(
  account: Account,
  service: Service,
  { nowMs, ...start }: NewDeploy & { readonly nowMs: number },
): { readonly account: Account; readonly deploy: Deploy } {
  const { breakages, heads, made, services } = account
  const broken = Object.keys(breakages).find((name) => isCalled(service, name))
  const { preDeployCommand, healthCheckPath } = service.details
  const builds = service.imagePath === undefined
  const deploy: Deploy = {
    id: idFor("dep", made),
    createdAtMs: nowMs,
    trigger: start.trigger,
    commit: builds ? (start.commit ?? heads[service.repo ?? ""]) : undefined,
    image: builds ? undefined : (start.image ?? service.imagePath),
    buildMs: builds ? buildMs : 0,
    preDeployMs: preDeployCommand ? preDeployMs : 0,
    breakage: broken === undefined ? undefined : breakages[broken],
    canceledAtMs: undefined,
    variables: service.variables,
    healthCheckPath,
  }
  const deploys = service.deploys.map((other) =>
    isWorking(other, nowMs) ? { ...other, canceledAtMs: nowMs } : other,
  )
  const next = { ...service, deploys: [...deploys, deploy] }
  const left = Object.entries(breakages).filter(([name]) => name !== broken)
  return {
    deploy,
    account: {
      ...account,
      made: made + 1,
      services: { ...services, [service.id]: next },
      breakages: Object.fromEntries(left),
    },
  }
}

function isWorking(deploy: Deploy, nowMs: number): boolean {
  return ["queued", "build_in_progress", "pre_deploy_in_progress", "update_in_progress"].includes(
    ownStatus(deploy, nowMs),
  )
}

/** Of a deploy by itself, without the newer ones that may have taken its place. */
function ownStatus(deploy: Deploy, nowMs: number): DeployStatus {
  if (deploy.canceledAtMs !== undefined) return "canceled"
  const passedMs = nowMs - deploy.createdAtMs
  const builtMs = queuedMs + deploy.buildMs
  const readyMs = builtMs + deploy.preDeployMs
  if (passedMs < queuedMs) return "queued"
  if (passedMs < builtMs) return "build_in_progress"
  if (failsToBuild(deploy)) return "build_failed"
  if (passedMs < readyMs) return "pre_deploy_in_progress"
  if (deploy.breakage !== undefined)
    return passedMs < readyMs + giveUpMs ? "update_in_progress" : "update_failed"
  return passedMs < readyMs + startMs ? "update_in_progress" : "live"
}

/** An image that cannot be had ends where a build would. */
function failsToBuild({ breakage }: { readonly breakage: Breakage | undefined }): boolean {
  return breakage === "build-fails"
}

export function statusOf(service: Service, deploy: Deploy, nowMs: number): DeployStatus {
  const status = ownStatus(deploy, nowMs)
  if (status !== "live") return status
  return activeDeploy(service, nowMs)?.id === deploy.id ? "live" : "deactivated"
}

/** The newest that came up: those before it serve until then. */
export function activeDeploy({ deploys }: Service, nowMs: number): Deploy | undefined {
  return deploys.findLast((deploy) => ownStatus(deploy, nowMs) === "live")
}

/** When it reached its end; undefined before. */
export function finishedAtMs(deploy: Deploy, nowMs: number): number | undefined {
  if (isWorking(deploy, nowMs)) return undefined
  if (deploy.canceledAtMs !== undefined) return deploy.canceledAtMs
  const builtMs = deploy.createdAtMs + queuedMs + deploy.buildMs
  if (failsToBuild(deploy)) return builtMs
  return builtMs + deploy.preDeployMs + (deploy.breakage === undefined ? startMs : giveUpMs)
}
