import { gather, type ObserveOutcome } from "aidep/provider"
import type { CloudflareScope } from "./api/cloudflare-api.ts"
import { observeBuckets } from "./bucket/bucket.ts"
import { observeZones } from "./edge/observe-zones.ts"
import { observedDomain } from "./edge/observed.ts"
import { allDomains } from "./edge/worker-domain-calls.ts"
import { observeWorkers } from "./worker/worker.ts"

/**
 * Everything of ours in the environment. Zones, records and rules are looked for in the whole account, since the manifest
 * is not asked: the option `zone` narrows that down.
 */
export async function observe(scope: CloudflareScope): Promise<ObserveOutcome> {
  const [workers, buckets, zones, domains] = await Promise.all([
    observeWorkers(scope),
    observeBuckets(scope),
    observeZones(scope),
    allDomains(scope),
  ])
  const found = gather([workers, buckets, zones])
  if (found.status === "failed") return found
  if (domains.status === "failed") return domains
  const resources = found.value.flat()
  const ids = new Set(resources.map(({ id }) => id))
  const ofWorkers = domains.value.flatMap((domain) => observedDomain(domain, ids, scope))
  return { status: "observed", resources: [...resources, ...ofWorkers] }
}
