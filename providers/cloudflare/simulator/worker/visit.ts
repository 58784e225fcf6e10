import { type ProbeOutcome, type ProbeRequest, shortHash } from "aidep/provider"
import { answered, visitService } from "../../../_shared/simulator/visit.ts"
import type { Account } from "../account.ts"
import type { Script, Version } from "./account.ts"
import { currentDeployment, versionOf } from "./state.ts"

interface Visiting {
  readonly request: ProbeRequest
  readonly account: Account
  readonly nowMs: number
}

const workersDev = ".workers.dev"

/** What a visitor sees below workers.dev: a name that nobody has is answered with 404. Undefined for other hosts. */
export function visitWorkersDev(visiting: Visiting): ProbeOutcome | undefined {
  const { account, request } = visiting
  const host = URL.parse(request.url)?.hostname ?? ""
  if (!host.endsWith(workersDev)) return undefined
  const [name = "", subdomain] = host.slice(0, -workersDev.length).split(".")
  const script = account.workers.scripts[name]
  const isServed = script?.workersDev === true && subdomain === account.workers.subdomain
  return isServed ? visitWorker(name, visiting) : answered(request, 404, { error: 1042 })
}

/** What a visitor of the Worker sees, at whatever address. */
export function visitWorker(name: string, { account, nowMs, request }: Visiting): ProbeOutcome {
  const script = account.workers.scripts[name]
  const version = script === undefined ? undefined : chosenVersion(script, nowMs)
  if (version === undefined) return answered(request, 530, { error: 1016 })
  const variables = version.bindings.flatMap(({ name: variable, text }) =>
    text === undefined ? [] : [[variable, text] as const],
  )
  return visitService(request, {
    variables: Object.fromEntries(variables),
    healthPath: healthPathOf(request),
    kind: version.main === null ? "site" : "service",
  })
}

/** Of several versions one by chance, as large as its share: drawn from the time, so that it can be repeated. */
function chosenVersion(script: Script, nowMs: number): Version | undefined {
  const shares = currentDeployment(script)?.versions ?? []
  const drawn = (Number.parseInt(shortHash(`${script.name} ${nowMs}`), 16) / 2 ** 32) * 100
  let sum = 0
  const found = shares.find(({ percentage }) => {
    sum += percentage
    return drawn < sum
  })
  return versionOf(script, found?.version_id ?? "")
}

/** Cloudflare knows no health path: what looks like one is taken for it. */
function healthPathOf({ method, url }: ProbeRequest): string | undefined {
  const path = URL.parse(url)?.pathname ?? ""
  return method === "GET" && /health|ready|live|status|ping/i.test(path) ? path : undefined
}
