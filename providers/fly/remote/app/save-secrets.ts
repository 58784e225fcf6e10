import type { ApiOutcome, ResourceWork } from "aidep/provider"
import { resourceMarker } from "../../../_shared/remote/ownership.ts"
import type { AppSettings } from "../../resources/app-settings.ts"
import { secretNamesOf, setSecrets } from "../api/app-calls.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { markerSecret } from "./marker.ts"

/** Variables of the service, by where Fly keeps them. */
export function splitVariables(
  { variables }: Pick<ResourceWork, "variables">,
  { secrets }: Pick<AppSettings, "secrets">,
) {
  const entries = Object.entries(variables)
  return {
    secret: Object.fromEntries(entries.filter(([name]) => secrets.includes(name))),
    plain: Object.fromEntries(entries.filter(([name]) => !secrets.includes(name))),
  }
}

/**
 * Sets all secrets of the app in one call, with the one by which it is ours, and removes the others. Answers with their
 * version, with which Machines have to start.
 */
export async function saveSecrets(
  work: ResourceWork,
  settings: AppSettings,
  scope: FlyScope,
): Promise<ApiOutcome<number | undefined>> {
  const standing = await secretNamesOf(settings.app, scope)
  if (standing.status === "failed") return standing
  const wanted: Readonly<Record<string, string>> = {
    ...splitVariables(work, settings).secret,
    [markerSecret]: resourceMarker(work.desired.address, scope),
  }
  const gone = standing.value.filter((name) => wanted[name] === undefined)
  const values = { ...wanted, ...Object.fromEntries(gone.map((name) => [name, null])) }
  const outcome = await setSecrets(settings.app, values, scope)
  if (outcome.status === "failed") return outcome
  return { status: "done", value: outcome.value.version ?? undefined }
}
