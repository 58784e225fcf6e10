import {
  type ApplyOutcome,
  failedWith,
  notApplied,
  platformErrors,
  poll,
  problem,
  type ResourceWork,
} from "aidep/provider"
import { patienceWith } from "../../../_shared/remote/late-answers.ts"
import { workerSettings } from "../../resources/worker-settings.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import { deploymentIn } from "./read/annotations.ts"
import { outputsOf } from "./read/outputs.ts"
import { servingOf } from "./read/serving.ts"

/** A deployment is spread over the network within seconds; nothing of the vendor's promises it. */
const longestMinutes = 5
const pauses = { firstPauseMs: 1000, longestPauseMs: 5000 }

type Work = ResourceWork & { readonly id: string }

/** Waits until the new version is the one that Cloudflare says gets the requests. */
export async function settleWorker(work: Work, scope: CloudflareScope): Promise<ApplyOutcome> {
  const { deploymentId, owner } = work.desired
  const settings = workerSettings.parse(work.desired.desired)
  const patience = patienceWith("Cloudflare", work)
  const look = async (): Promise<ApplyOutcome | undefined> => {
    const serving = await servingOf(work.id, scope)
    if (serving.status === "failed") return notApplied(serving)
    const version = serving.value?.canary === undefined ? serving.value?.old : undefined
    if (version === undefined || deploymentIn(version) !== deploymentId) return patience()
    const outputs = await outputsOf(settings, scope)
    if (outputs.status === "failed") return notApplied(outputs)
    return { status: "applied", id: work.id, outputs: outputs.value }
  }
  const outcome = await poll({ look, ...pauses, longestMs: longestMinutes * 60_000 }, scope)
  if (outcome !== undefined) return outcome
  const params = { platform: "Cloudflare", item: owner, minutes: longestMinutes }
  return notApplied(failedWith(problem(platformErrors.settleTimeout, params)))
}
