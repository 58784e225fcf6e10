import { type ApiOutcome, makeOnce } from "aidep/provider"
import { change, type CloudflareScope, nothing } from "../api/cloudflare-api.ts"
import { deploymentsOf, scriptPath } from "./calls.ts"

export interface Share {
  readonly version_id: string
  readonly percentage: number
}

export interface NewDeployment {
  readonly name: string
  /** Sum up to 100. */
  readonly shares: readonly Share[]
  readonly message?: string
}

/** Shares the requests out between versions; nothing is sent where they are shared out like that already. */
export async function deployVersions(
  { message, name, shares }: NewDeployment,
  scope: CloudflareScope,
): Promise<ApiOutcome<unknown>> {
  const find = async (): Promise<ApiOutcome<unknown>> => {
    const deployments = await deploymentsOf(name, scope)
    if (deployments.status === "failed") return deployments
    const [newest] = deployments.value
    const stands = newest !== undefined && areSame(newest.versions, shares)
    return { status: "done", value: stands ? newest : undefined }
  }
  const standing = await find()
  if (standing.status === "failed" || standing.value !== undefined) return standing
  const annotations = message === undefined ? {} : { annotations: { "workers/message": message } }
  const make = async (): Promise<ApiOutcome<unknown>> =>
    await change(
      {
        operation: "createDeployment",
        method: "POST",
        path: `${scriptPath(name, scope)}/deployments`,
        body: { strategy: "percentage", versions: shares, ...annotations },
        answer: nothing,
        idempotent: false,
      },
      scope,
    )
  return await makeOnce({ make, find }, scope)
}

function areSame(a: readonly Share[], b: readonly Share[]): boolean {
  const textOf = (shares: readonly Share[]) =>
    shares
      .map(({ percentage, version_id }) => `${version_id} ${percentage}`)
      .toSorted()
      .join()
  return textOf(a) === textOf(b)
}
