import {
  type Diagnostic,
  type Edge,
  edgeAddresses,
  edgeOwner,
  type ItemScope,
  resourceAddress,
  type Service,
  type Specified,
} from "aidep/provider"
import { cacheByHeader, deepDomain, externalOrigin } from "./errors.ts"
import { type Options, platformId } from "../options.ts"
import { workerAddress } from "../resources/worker.ts"
import type { EdgeResource, EdgeSpec, ProxiedRecord, Ruleset } from "./edge-spec.ts"
import { kinds } from "./kinds.ts"
import { commentOf, markOf } from "./mark.ts"
import { cacheRuleset, rateLimitRuleset, type rulePart, tlsRuleset } from "./rulesets.ts"
import { depthInZone, zoneOf } from "./zone.ts"

/** What runs elsewhere: aidep makes nothing there. */
const external = "external"

/** What is behind the edge, and where. */
interface Behind {
  readonly edge: Edge
  readonly origin: Service | undefined
  readonly zone: string
}

interface Found {
  readonly resources: readonly EdgeResource[]
  readonly diagnostics: readonly Diagnostic[]
}

export function edgeSpec(edge: Edge, scope: ItemScope<Options>): Specified<EdgeSpec> {
  const zone = zoneOf(edge, scope)
  const origin = scope.serviceNamed(edge.service)
  const behind: Behind = { edge, origin, zone: zone.name }
  const found =
    origin?.placement.platform === platformId
      ? beforeWorker(behind, scope)
      : beforeOrigin(behind, scope)
  const { zonePlan: plan } = scope.options
  return {
    spec: { zone: { name: zone.name, plan }, resources: found.resources },
    diagnostics: [...zone.diagnostics, ...found.diagnostics],
  }
}

/** A Worker is called inside Cloudflare: there is no origin to encrypt to, and no zone cache in front. */
function beforeWorker(behind: Behind, scope: ItemScope<Options>): Found {
  const { edge, origin, zone } = behind
  const { environment } = scope.project
  const limit = rateLimitRuleset(behind, scope)
  const rules = rulesetResource("rate-limit", limit.ruleset, scope)
  const { domain, service } = edge
  const parts = { owner: edgeOwner, kind: kinds.workerDomain, name: domain }
  const resource: EdgeResource = {
    address: resourceAddress(environment, parts),
    kind: kinds.workerDomain,
    dependsOn: [...rules.map(({ address }) => address), workerAddress(environment, service)],
    desired: { zone, hostname: domain, service: scope.nameOf(service) },
  }
  const isSite = origin?.kind === "static"
  const byHeader =
    edge.cache.length === 0 ? [] : [scope.report(cacheByHeader, { service, isSite }, "cache")]
  return { resources: [...rules, resource], diagnostics: [...limit.diagnostics, ...byHeader] }
}

/**
 * All that protects is there before the record sends traffic through Cloudflare, and so is the origin's
 * certificate, without which strict TLS would refuse every request.
 */
function beforeOrigin(behind: Behind, scope: ItemScope<Options>): Found {
  const { edge, origin, zone } = behind
  const platform = origin?.placement.platform ?? external
  const managed = platform !== external
  const limit = rateLimitRuleset(behind, scope)
  const cache = cacheRuleset(behind, scope)
  const rules = [
    ...rulesetResource("tls", tlsRuleset(behind, scope), scope),
    ...rulesetResource("rate-limit", limit.ruleset, scope),
    ...rulesetResource("cache", cache.ruleset, scope),
  ]
  const addresses = edgeAddresses(scope.project.environment, edge.domain)
  const atOrigin = managed ? [addresses.originDomain, addresses.certificate] : []
  const record: EdgeResource = {
    address: addresses.record,
    kind: kinds.record,
    dependsOn: [...atOrigin, ...rules.map(({ address }) => address)],
    desired: recordTo({ behind, managed }, scope),
  }
  const params = { service: edge.service, domain: edge.domain }
  const deep = depthInZone(edge.domain, zone) > 1
  return {
    resources: [...(managed ? [verificationOf(behind, scope)] : []), ...rules, record],
    diagnostics: [
      ...limit.diagnostics,
      ...cache.diagnostics,
      ...(managed ? [] : [scope.report(externalOrigin, params, "service")]),
      ...(deep ? [scope.report(deepDomain, { domain: edge.domain, zone }, "domain")] : []),
    ],
  }
}

function verificationOf({ edge, zone }: Behind, scope: ItemScope<Options>): EdgeResource {
  const { originDomain, verification } = edgeAddresses(scope.project.environment, edge.domain)
  return {
    address: verification,
    kind: kinds.verification,
    dependsOn: [originDomain],
    desired: {
      zone,
      records: { fromResource: originDomain, output: "verification" },
      comment: markOf(scope),
    },
  }
}

interface Target {
  readonly behind: Behind
  /** True where aidep makes the origin's domain, which then tells what to point to. */
  readonly managed: boolean
}

function recordTo({ behind, managed }: Target, scope: ItemScope<Options>): ProxiedRecord {
  const { edge, zone } = behind
  const { originDomain } = edgeAddresses(scope.project.environment, edge.domain)
  const origin = managed ? undefined : addressVariable(edge.service)
  return {
    zone,
    type: "CNAME",
    name: edge.domain,
    content: managed ? { fromResource: originDomain, output: "target" } : undefined,
    origin,
    proxied: true,
    ttl: 1,
    comment: commentOf({ type: "record", origin }, scope),
  }
}

/** The secret that holds the address of a service that runs elsewhere. */
function addressVariable(service: string): string {
  return `${service}_url`.toUpperCase().replaceAll("-", "_")
}

function rulesetResource(
  name: keyof typeof rulePart,
  ruleset: Ruleset | undefined,
  { project: { environment } }: ItemScope<Options>,
): readonly EdgeResource[] {
  if (ruleset === undefined) return []
  const address = resourceAddress(environment, { owner: edgeOwner, kind: kinds.ruleset, name })
  return [{ address, kind: kinds.ruleset, dependsOn: [], desired: ruleset }]
}
