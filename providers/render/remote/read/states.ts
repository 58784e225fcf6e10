import type { ResourceState } from "aidep/provider"
import type { DeployAnswer, ServiceAnswer, StoreAnswer } from "../api/answers.ts"

export interface Said {
  readonly state: ResourceState
  readonly about: string
}

/** What comes of a deploy. Source: https://render.com/docs/deploys (2026-08), and the enumeration of the API. */
export function outcomeOf(
  status: string,
): "working" | "live" | "build-failed" | "crashed" | "stopped" {
  switch (status) {
    case "live":
      return "live"
    case "build_failed":
      return "build-failed"
    case "update_failed":
    case "pre_deploy_failed":
      return "crashed"
    case "canceled":
    case "deactivated":
      return "stopped"
    default:
      return "working"
  }
}

export function serviceState(
  { suspended }: Pick<ServiceAnswer, "suspended">,
  newest: DeployAnswer | undefined,
): Said {
  if (suspended === "suspended") return { state: "stopped", about: "It is suspended." }
  if (newest === undefined) return { state: "failed", about: "It was never deployed." }
  switch (outcomeOf(newest.status)) {
    case "live":
      return { state: "running", about: "Its newest deploy is live." }
    case "working":
      return { state: "starting", about: `Its newest deploy is at "${newest.status}".` }
    case "build-failed":
    case "crashed":
    case "stopped":
      return {
        state: "failed",
        about: `Its newest deploy ended as "${newest.status}"; one that was live before still serves.`,
      }
  }
}

export function storeState({ status }: Pick<StoreAnswer, "status">): Said {
  const about = `Render says "${status}".`
  switch (status) {
    case "creating":
    case "unknown":
      return { state: "starting", about }
    case "suspended":
      return { state: "stopped", about }
    case "unavailable":
    case "recovery_failed":
      return { state: "failed", about }
    default:
      return { state: "running", about }
  }
}
