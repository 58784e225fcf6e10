import { edgeAddresses, edgeOwner, type ObservedResource, resourceAddress } from "aidep/provider"
import { partOf } from "../../../_shared/remote/built-name.ts"
import { adoptedAddress, kindIn } from "../../../_shared/remote/ownership.ts"
import { type EdgeKind, kinds } from "../../edge/kinds.ts"
import { commentOf, domainOf, markOf, roleOf } from "../../edge/mark.ts"
import { platformId } from "../../options.ts"
import type { CloudflareScope } from "../api/cloudflare-api.ts"
import type { DnsRecord } from "./dns-calls.ts"
import { domainOutputs, isAddress } from "./host-name.ts"
import { hostIn } from "./record.ts"
import { ownRules, type Phase, phaseNames, type Ruleset } from "./ruleset-calls.ts"
import { verifications } from "./verification.ts"
import type { Domain } from "./worker-domain-calls.ts"
import type { Zone } from "./zone.ts"

type Seen = Pick<ObservedResource, "address" | "id" | "observed"> &
  Partial<Pick<ObservedResource, "about" | "outputs">> & { readonly kind: EdgeKind }

/** What stands of the edge works as soon as Cloudflare has it. */
function observed({ about = "It stands.", outputs = {}, ...seen }: Seen): ObservedResource {
  return {
    ...seen,
    provider: platformId,
    owner: edgeOwner,
    deploymentId: undefined,
    state: "running",
    about,
    outputs,
  }
}

/** The records of each domain as the resources that they make up. One record may be part of two. */
export function observedRecords(
  records: readonly DnsRecord[],
  zone: Zone,
  scope: CloudflareScope,
): readonly ObservedResource[] {
  const served = records.filter(
    (record) => isAddress(record) && domainOf(record.name) === record.name,
  )
  const shown = verifications(records, scope)
  const managed = served.filter(({ comment }) => originIn(comment, scope) === undefined)
  const domains = new Set([...shown, ...managed].map(({ name }) => domainOf(name)))
  return [
    ...[...domains].map((domain) => observedVerification({ domain, shown, zone }, scope)),
    ...served.map((record) => observedRecord(record, zone, scope)),
  ]
}

function originIn(comment: string, scope: CloudflareScope): string | undefined {
  const role = roleOf(comment, scope)
  return role?.type === "record" ? role.origin : undefined
}

interface Verified {
  readonly domain: string
  readonly shown: readonly DnsRecord[]
  readonly zone: Zone
}

function observedVerification(
  { domain, shown, zone }: Verified,
  scope: CloudflareScope,
): ObservedResource {
  const own = shown
    .filter(({ name }) => domainOf(name) === domain)
    .toSorted((a, b) => indexOf(a, scope) - indexOf(b, scope))
  return observed({
    address: edgeAddresses(scope.environment, domain).verification,
    kind: kinds.verification,
    id: zone.id,
    observed: {
      zone: zone.name,
      records: own.map(({ content, name, type }) => ({ type, name, content })),
      comment: markOf(scope),
    },
  })
}

function indexOf({ comment }: DnsRecord, scope: CloudflareScope): number {
  const role = roleOf(comment, scope)
  return role?.type === "verification" ? role.index : 0
}

function observedRecord(
  { comment, content, id, name, proxied, ttl, type }: DnsRecord,
  zone: Zone,
  scope: CloudflareScope,
): ObservedResource {
  const role = roleOf(comment, scope)
  const origin = originIn(comment, scope)
  const isThere = origin !== undefined && hostIn(scope.credential(origin)) === content
  const isVerification = role?.type === "verification"
  const own = edgeAddresses(scope.environment, name)
  return observed({
    address: known({ id, kind: kinds.record }, scope) ?? own.record,
    kind: kinds.record,
    id,
    observed: {
      zone: zone.name,
      type,
      name,
      content: isThere ? null : content,
      origin: isThere ? origin : null,
      proxied,
      ttl,
      comment: isVerification ? commentOf({ type: "record", origin: undefined }, scope) : comment,
    },
    about: proxied ? "It is proxied." : "It is not proxied.",
    outputs: domainOutputs(name),
  })
}

/** The address under which an earlier command made it or took it over. */
function known(
  { id, kind }: Pick<Seen, "id" | "kind">,
  scope: CloudflareScope,
): string | undefined {
  const address = adoptedAddress(id, scope)
  return address !== undefined && kindIn(address) === kind ? address : undefined
}

interface SeenRules {
  readonly phase: Phase
  readonly ruleset: Ruleset
  readonly zone: Zone
}

/** Of a ruleset only our rules, which are no resource where there are none. */
export function observedRules(
  { phase, ruleset, zone }: SeenRules,
  scope: CloudflareScope,
): readonly ObservedResource[] {
  const rules = ownRules(ruleset, phase, scope)
  if (rules.length === 0) return []
  const parts = { owner: edgeOwner, kind: kinds.ruleset, name: phaseNames[phase] }
  const contents = rules.map(({ content }) => content)
  const seen = { zone: zone.name, name: "default", kind: "zone", phase, rules: contents }
  return [
    observed({
      address: resourceAddress(scope.environment, parts),
      kind: kinds.ruleset,
      id: ruleset.id,
      observed: seen,
    }),
  ]
}

/** The domain of a Worker is ours with the Worker, or by the name that was built for one that is gone. */
export function observedDomain(
  { hostname, id, service, zone_name: zone }: Domain,
  workers: ReadonlySet<string>,
  scope: CloudflareScope,
): readonly ObservedResource[] {
  const adopted = known({ id, kind: kinds.workerDomain }, scope)
  const isOurs = workers.has(service) || partOf(service, scope) !== undefined
  if (adopted === undefined && !isOurs) return []
  const parts = { owner: edgeOwner, kind: kinds.workerDomain, name: hostname }
  return [
    observed({
      address: adopted ?? resourceAddress(scope.environment, parts),
      kind: kinds.workerDomain,
      id,
      observed: { zone, hostname, service },
      outputs: domainOutputs(hostname),
    }),
  ]
}
