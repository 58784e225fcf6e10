import type { Answer } from "./answer.ts"
import { parseJsonPath, valueAtSteps } from "./match/json-path.ts"
import { ownValue } from "../manifest/own-value.ts"

/** Header in which code tells the deployment it is. */
const deploymentHeader = "x-aidep-deployment"

/** Header that names all deployments that took part in an answer, the one that gives it first. */
const chainHeader = "x-aidep-chain"

/** Deployment ids of all tiers that took part; none where the answer does not say. */
export function readChain({ headers }: Pick<Answer, "headers">): readonly string[] {
  const text = ownValue(headers, chainHeader) ?? ""
  return text
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "")
}

/**
 * The deployment id that an answer carries. `release` is the manifest's `health.release`: `header`, `json:` and
 * a path, or `none`. Undefined where the answer carries none.
 */
export function readDeploymentId(
  { headers, body }: Pick<Answer, "headers" | "body">,
  release: string,
): string | undefined {
  if (release === "header") return ownValue(headers, deploymentHeader)
  if (!release.startsWith("json:")) return undefined
  const path = parseJsonPath(release.slice("json:".length))
  if (!path.ok) return undefined
  const found = valueAtSteps(jsonOf(body), path.steps)
  return typeof found === "string" ? found : undefined
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
