import type { RemoteScope, ResourceWork } from "aidep/provider"
import type { LocalSpec } from "../../local-spec.ts"
import { done, type Step } from "../step.ts"
import { preparePostgres } from "../store/postgres.ts"
import { prepareRedis } from "../store/redis.ts"
import { prepareJob } from "./job.ts"
import type { Prepared } from "./prepared.ts"
import { prepareProcess } from "./process.ts"
import { preparedSite } from "./site.ts"
import { prepareSource } from "./source.ts"
import { prepareWorker } from "./worker.ts"

/** All that takes its time and leaves what runs alone. */
export async function prepare(
  spec: LocalSpec,
  work: ResourceWork,
  scope: RemoteScope,
): Promise<Step<Prepared>> {
  if (spec.type === "store") {
    const prepareStore = spec.engine === "redis" ? prepareRedis : preparePostgres
    return await prepareStore(work.desired.owner, scope)
  }
  const workplace = await prepareSource(spec, work, scope)
  if (workplace.status === "failed") return workplace
  switch (spec.type) {
    case "site":
      return done(preparedSite(spec, workplace.value))
    case "worker":
      return await prepareWorker(spec, workplace.value, work)
    case "job":
      return await prepareJob(spec, workplace.value)
    case "process":
      return await prepareProcess(spec, workplace.value, work)
  }
}
