/** What the tag of a deployment says. */
export interface DeploymentTag {
  readonly deploymentId: string
  readonly type: "server" | "job"
  /** Name of the service, as much of it as fits. */
  readonly owner: string
}

/** https://modal.com/docs/cli/latest/deploy: letters, digits, hyphens, periods, underscores; the client checks it. */
const longestTag = 50

const start = "aidep"

/**
 * The only words of ours that Modal keeps with a version of an app and its client tells as JSON:
 * `aidep.d-0123456789ab.server.inference`.
 */
export function tagText({ deploymentId, owner, type }: DeploymentTag): string {
  return [start, deploymentId, type, owner].join(".").slice(0, longestTag)
}

/** Undefined for a tag that is not ours. */
export function tagIn(text: string | null | undefined): DeploymentTag | undefined {
  const [first, deploymentId, type, owner] = (text ?? "").split(".")
  if (first !== start || deploymentId === undefined || owner === undefined) return undefined
  if (type !== "server" && type !== "job") return undefined
  return { deploymentId, type, owner }
}
