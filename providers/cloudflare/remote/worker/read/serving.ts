import type { CloudflareOutcome, CloudflareScope } from "../../api/cloudflare-api.ts"
import type { DeploymentAnswer, VersionAnswer } from "../answers.ts"
import { deploymentsOf, versionNamed } from "../calls.ts"
import { canaryIn } from "./annotations.ts"

/** The versions that get traffic: one, or an old and a new one side by side. */
export interface Serving {
  readonly old: VersionAnswer
  /** Undefined where one version gets all of it. */
  readonly canary: { readonly version: VersionAnswer; readonly percent: number } | undefined
}

/** Undefined where nothing is deployed. Two calls, and one more with two versions. */
export async function servingOf(
  name: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Serving | undefined>> {
  const deployments = await deploymentsOf(name, scope)
  if (deployments.status === "failed") return deployments
  const [newest] = deployments.value
  if (newest === undefined) return { status: "done", value: undefined }
  return await versionsIn(newest, { name, scope })
}

async function versionsIn(
  deployment: DeploymentAnswer,
  { name, scope }: { readonly name: string; readonly scope: CloudflareScope },
): Promise<CloudflareOutcome<Serving | undefined>> {
  const found: { readonly version: VersionAnswer; readonly percent: number }[] = []
  for (const { percentage, version_id: id } of deployment.versions) {
    const version = await versionNamed(name, id, scope)
    if (version.status === "failed") return version
    if (version.value !== undefined) found.push({ version: version.value, percent: percentage })
  }
  const marked = canaryIn(deployment)
  const byAge = found.toSorted((a, b) => a.version.number - b.version.number)
  const canary = found.find(({ version }) => version.id === marked) ?? byAge.slice(1).at(-1)
  const old = byAge.find((one) => one !== canary) ?? canary
  if (old === undefined) return { status: "done", value: undefined }
  return {
    status: "done",
    value: { old: old.version, canary: canary === old ? undefined : canary },
  }
}
