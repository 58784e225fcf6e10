import type { ProbeOutcome, ProbeRequest } from "aidep/provider"
import { answered, visitService } from "../../_shared/simulator/visit.ts"
import { labelOf } from "../program/label.ts"
import { tagIn } from "../remote/read/tags.ts"
import type { Account } from "./account.ts"

/** Last parts of paths that services have for this. The account holds no programs, which say it. */
const healthPaths = /(^\/|\/(health|healthz|live|ready|status|up|ping))$/

/** Everything below modal.run is Modal's. Containers start when somebody asks, and the request waits for them. */
export function visitApp(request: ProbeRequest, account: Account): ProbeOutcome | undefined {
  const { hostname = "", pathname = "/" } = URL.parse(request.url) ?? {}
  const [source = "", label = ""] = hostname.replace(/\.modal\.run$/, "").split("--")
  if (!hostname.endsWith(".modal.run")) return undefined
  const version = servedAt(source, label, account)
  const tag = tagIn(version?.tag)
  if (version === undefined || tag?.type === "job")
    return answered(request, 404, { error: "modal-http: invalid function call" })
  if (version.crashes)
    return answered(request, 500, { error: "modal-http: the container did not start" })
  return visitService(request, {
    variables: tag === undefined ? {} : { AIDEP_DEPLOYMENT: tag.deploymentId },
    healthPath: healthPaths.test(pathname) ? pathname : "/health",
    kind: "service",
  })
}

function servedAt(source: string, label: string, account: Account) {
  const { workspace } = account
  const place = Object.entries(account.environments).find(
    ([, suffix]) => source === (suffix === "" ? workspace : `${workspace}-${suffix}`),
  )
  if (place === undefined) return undefined
  const [environment] = place
  const app = account.apps.find(
    (one) => !one.isStopped && one.environment === environment && labelOf(one.name) === label,
  )
  return app?.versions.at(-1)
}
