import type { ProbeOutcome, ProbeRequest, SimulatedInternet, SimulatedRecord } from "aidep/provider"
import { answered } from "../../../_shared/simulator/visit.ts"
import type { Account, DnsRecord } from "../account.ts"
import { withCacheStatus } from "./cache-status.ts"
import { zoneHolding } from "./zones.ts"

export interface Visit {
  readonly request: ProbeRequest
  readonly internet: SimulatedInternet | undefined
  /** What a Worker answers, by its name. */
  readonly worker: (name: string) => ProbeOutcome
}

/**
 * What a visitor sees of a name in a zone of the account: the Worker whose domain it is, else what its record leads to.
 * Undefined for a name in no zone.
 */
export function visitEdge(
  { internet, request, worker }: Visit,
  account: Account,
): ProbeOutcome | undefined {
  const host = URL.parse(request.url)?.hostname ?? ""
  if (zoneHolding(host, account) === undefined) return undefined
  const domain = Object.values(account.domains).find(({ hostname }) => hostname === host)
  if (domain !== undefined) return worker(domain.service)
  const record = addressOf(host, account)
  if (record === undefined) return unknownName(host)
  const outcome = internet?.visit(request, record.content)
  if (outcome === undefined) return answered(request, 530, { error: 1016 })
  return record.proxied ? withCacheStatus(outcome, request, account) : outcome
}

function unknownName(host: string): ProbeOutcome {
  return {
    status: "failed",
    kind: "dns",
    phase: "connect",
    reason: `No record has the name "${host}".`,
    partial: undefined,
    timings: { connectMs: undefined, firstByteMs: undefined, totalMs: 0 },
  }
}

/** Where every proxied name leads to, for those who resolve it. */
const proxyAddress = "104.16.0.1"

/** Records of a name as anybody resolves them: behind the proxy there is only Cloudflare itself. */
export function resolvedRecords(name: string, account: Account): readonly SimulatedRecord[] {
  return Object.values(account.records)
    .filter((record) => record.name === name)
    .map(({ content, proxied, type }) => {
      if (proxied) return { type: "A", content: proxyAddress, proxied }
      return { type, content: type === "TXT" ? content.replaceAll(/^"|"$/g, "") : content, proxied }
    })
}

function addressOf(host: string, { records }: Account): DnsRecord | undefined {
  return Object.values(records).find(
    ({ name, type }) => name === host && ["A", "AAAA", "CNAME"].includes(type),
  )
}

/** Everything of the zones that can be made twice or left behind. */
export function edgeInventory({ domains, records, rulesets }: Account) {
  const ownRecords = Object.values(records).filter(({ id }) => domains[id] === undefined)
  return [
    ...ownRecords.map(({ id, name, type }) => ({ kind: `${type} record`, name, id })),
    ...Object.values(rulesets).flatMap(({ phase, rules }) =>
      rules.map(({ id, ref }) => ({ kind: phase, name: ref, id })),
    ),
    ...Object.values(domains).map(({ hostname, id }) => ({ kind: "domain", name: hostname, id })),
  ]
}
