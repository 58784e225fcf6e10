import type { ApiOutcome } from "aidep/provider"
import type { ServiceSettings } from "../../resources/service-settings.ts"
import type { ServiceAnswer } from "../api/answers.ts"
import { autoscalingBody } from "./bodies.ts"
import { settingsIn } from "../read/read-settings.ts"
import { change, type Change, nothing, orMissing, type RenderScope } from "../api/render-api.ts"

/** How many instances run, and their disk: settings that have calls of their own. */
export async function applyInstances(
  service: ServiceAnswer,
  settings: ServiceSettings,
  scope: RenderScope,
): Promise<ApiOutcome<unknown>> {
  for (const request of [...scalingChanges(service, settings), ...diskChanges(service, settings)]) {
    const outcome = orMissing(await change(request, scope))
    if (outcome.status === "failed") return outcome
  }
  return { status: "done", value: undefined }
}

/** Render ignores a number of instances as long as autoscaling is on. */
function scalingChanges(
  service: ServiceAnswer,
  { autoscaling, numInstances }: ServiceSettings,
): readonly Change<unknown>[] {
  const path = `/services/${service.id}`
  const current = settingsIn(service)
  const shared = { answer: nothing, idempotent: true }
  const scaling = { path: `${path}/autoscaling`, ...shared }
  if (autoscaling !== null) {
    const same = JSON.stringify(current["autoscaling"]) === JSON.stringify(autoscaling)
    const body = autoscalingBody(autoscaling)
    return same ? [] : [{ operation: "autoscaleService", method: "PUT", body, ...scaling }]
  }
  const off = { operation: "deleteAutoscalingConfig", method: "DELETE", ...scaling } as const
  const body = { numInstances }
  const fixed = { operation: "scaleService", method: "POST", path: `${path}/scale`, body } as const
  const scaled = current["autoscaling"] !== null
  const differs = numInstances !== undefined && numInstances !== current["numInstances"]
  return [...(scaled ? [off] : []), ...(scaled || differs ? [{ ...fixed, ...shared }] : [])]
}

/** A disk that is no longer wanted goes with its service, which is made anew. */
function diskChanges(
  { id: serviceId, serviceDetails: { disk: current } }: ServiceAnswer,
  { disk }: ServiceSettings,
): readonly Change<unknown>[] {
  if (disk === null) return []
  const body = { ...disk, serviceId }
  if (!current)
    return [
      {
        operation: "addDisk",
        method: "POST",
        path: "/disks",
        body,
        answer: nothing,
        idempotent: false,
      },
    ]
  const { id, mountPath, name, sizeGB } = current
  if (name === disk.name && mountPath === disk.mountPath && sizeGB === disk.sizeGB) return []
  const path = `/disks/${id}`
  return [
    {
      operation: "updateDisk",
      method: "PATCH",
      path,
      body: disk,
      answer: nothing,
      idempotent: true,
    },
  ]
}
