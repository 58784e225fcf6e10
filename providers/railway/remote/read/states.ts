import type { ResourceState } from "aidep/provider"
import type { DeploymentAnswer } from "../api/documents.ts"

/** What comes of a deployment. Source: https://docs.railway.com/deployments/reference (2026-08-21). */
export function outcomeOf(status: string): "working" | "live" | "failed" | "stopped" {
  switch (status) {
    case "SUCCESS":
    case "SLEEPING":
      return "live"
    case "FAILED":
    case "CRASHED":
      return "failed"
    case "REMOVED":
    case "REMOVING":
    case "SKIPPED":
      return "stopped"
    default:
      return "working"
  }
}

export function serviceState(newest: DeploymentAnswer | null): {
  readonly state: ResourceState
  readonly about: string
} {
  if (newest === null) return { state: "failed", about: "It was never deployed." }
  const { status } = newest
  switch (outcomeOf(status)) {
    case "live":
      return { state: "running", about: `Its newest deployment is ${status}.` }
    case "working":
      return { state: "starting", about: `Its newest deployment is ${status}.` }
    case "failed":
      return {
        state: "failed",
        about: `Its newest deployment is ${status}; one that was live before still serves.`,
      }
    case "stopped":
      return { state: "stopped", about: `Its newest deployment is ${status}.` }
  }
}
