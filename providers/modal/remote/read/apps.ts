import type { ApiOutcome, ObservedResource } from "aidep/provider"
import { adoptedAddress, kindIn, ownerIn } from "../../../_shared/remote/ownership.ts"
import { platformId } from "../../options.ts"
import { appAddress, kinds } from "../../resources.ts"
import { type ListedApp, readHistory } from "../cli/read-lists.ts"
import type { ModalScope } from "../cli/modal-scope.ts"
import { addressOf, type WebPlace } from "./addresses.ts"
import { partOf } from "./names.ts"
import { type DeploymentTag, tagIn } from "./tags.ts"

export interface OwnApp {
  readonly listed: ListedApp
  readonly service: string
  /** Of the version that serves; undefined where somebody else deployed it. */
  readonly tag: DeploymentTag | undefined
}

/** Ours is an app with a name of ours that aidep deployed at least once, or that was taken over. */
export async function ownApp(
  listed: ListedApp,
  scope: ModalScope,
): Promise<ApiOutcome<OwnApp | undefined>> {
  const history = await readHistory(listed.app_id, scope)
  if (history.status === "failed") return history
  const tags = history.value.map(({ tag }) => tagIn(tag))
  const [newest] = tags
  const last = tags.find((tag) => tag !== undefined)
  const service = partOf(listed.description, last?.owner, scope) ?? adoptedService(listed, scope)
  const isOurs = last !== undefined || adoptedService(listed, scope) !== undefined
  const value = isOurs && service !== undefined ? { listed, service, tag: newest } : undefined
  return { status: "done", value }
}

/** An app of another name cannot be taken over: Modal has no way to rename it. */
function adoptedService(
  { app_id: id, description }: ListedApp,
  scope: ModalScope,
): string | undefined {
  const address = adoptedAddress(id, scope)
  if (address === undefined || kindIn(address) !== kinds.app) return undefined
  const owner = ownerIn(address)
  return scope.nameOf(owner) === description ? owner : undefined
}

export interface Standing {
  readonly place: WebPlace | undefined
  /** Names of those that stand. */
  readonly secrets: ReadonlySet<string>
  /** Of the workspace. */
  readonly environment: string | undefined
}

export function observedApp(
  { listed, service, tag }: OwnApp,
  { environment, place, secrets }: Standing,
  scope: ModalScope,
): ObservedResource {
  const { app_id: id, description: name, tasks } = listed
  const hasSecret = secrets.has(name)
  return {
    address: appAddress(service, scope.environment),
    kind: kinds.app,
    provider: platformId,
    owner: service,
    id,
    observed: { name, environment: environment ?? null, type: tag?.type ?? null },
    deploymentId: tag?.deploymentId,
    state: hasSecret ? "running" : "failed",
    about: hasSecret
      ? `Deployed; ${tasks} containers run.`
      : `Its Secret "${name}" is not there: containers cannot start.`,
    outputs: (place !== undefined && tag?.type !== "job" && addressOf(name, place)) || {},
  }
}
