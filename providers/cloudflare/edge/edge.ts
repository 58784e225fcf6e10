import type { Diagnostic, Edge, ItemScope, Service, Specified } from "aidep/provider"
import { cacheByHeader, deepDomain, externalOrigin } from "./errors.ts"
import { type Options, platformId } from "../options.ts"
import type { EdgeResource, EdgeSpec, Ruleset } from "./edge-spec.ts"
import { cacheRuleset, rateLimitRuleset, tlsRuleset } from "./rulesets.ts"
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
    spec: {
      zone: { name: zone.name, plan, id: { ref: "zone.id" } },
      resources: found.resources,
    },
    diagnostics: [...zone.diagnostics, ...found.diagnostics],
  }
}

/** A Worker is called inside Cloudflare: there is no origin to encrypt to, and no zone cache in front. */
function beforeWorker({ edge, origin, zone }: Behind, scope: ItemScope<Options>): Found {
  const limit = rateLimitRuleset(edge, scope)
  const rules = rulesetResource("rate-limit", limit.ruleset)
  const domain: EdgeResource = {
    name: "worker-domain",
    kind: "worker-domain",
    on: platformId,
    dependsOn: [...rules.map(({ name }) => name), `services.${edge.service}`],
    desired: { hostname: edge.domain, service: scope.nameOf(edge.service), zone_name: zone },
  }
  const isSite = origin?.kind === "static"
  const byHeader =
    edge.cache.length === 0
      ? []
      : [scope.report(cacheByHeader, { service: edge.service, isSite }, "cache")]
  return { resources: [...rules, domain], diagnostics: [...limit.diagnostics, ...byHeader] }
}

/**
 * All that protects is there before the record sends traffic through Cloudflare, and so is the origin's
 * certificate, without which strict TLS would refuse every request.
 */
function beforeOrigin({ edge, origin, zone }: Behind, scope: ItemScope<Options>): Found {
  const platform = origin?.placement.platform ?? external
  const managed = platform !== external
  const limit = rateLimitRuleset(edge, scope)
  const cache = cacheRuleset(edge, scope)
  const rules = [
    ...rulesetResource("tls", tlsRuleset(edge, scope)),
    ...rulesetResource("rate-limit", limit.ruleset),
    ...rulesetResource("cache", cache.ruleset),
  ]
  const atOrigin = managed ? originResources({ edge, platform }, scope) : []
  const before = [...atOrigin.slice(-1), ...rules]
  const record: EdgeResource = {
    name: "record",
    kind: "dns-record",
    on: platformId,
    dependsOn: before.map(({ name }) => name),
    desired: {
      type: "CNAME",
      name: edge.domain,
      content: { ref: managed ? "origin-domain.target" : `services.${edge.service}.host` },
      proxied: true,
      ttl: 1,
      comment: commentOf(scope),
    },
  }
  const params = { service: edge.service, domain: edge.domain }
  const deep = depthInZone(edge.domain, zone) > 1
  return {
    resources: [...atOrigin, ...rules, record],
    diagnostics: [
      ...limit.diagnostics,
      ...cache.diagnostics,
      ...(managed ? [] : [scope.report(externalOrigin, params, "service")]),
      ...(deep ? [scope.report(deepDomain, { domain: edge.domain, zone }, "domain")] : []),
    ],
  }
}

function originResources(
  { edge, platform }: { readonly edge: Edge; readonly platform: string },
  scope: ItemScope<Options>,
): readonly EdgeResource[] {
  const { domain, service } = edge
  return [
    {
      name: "origin-domain",
      kind: "origin-domain",
      on: platform,
      dependsOn: [`services.${service}`],
      desired: { service, domain },
    },
    {
      name: "verification",
      kind: "dns-record",
      on: platformId,
      dependsOn: ["origin-domain"],
      desired: {
        type: { ref: "origin-domain.verification.type" },
        name: { ref: "origin-domain.verification.name" },
        content: { ref: "origin-domain.verification.content" },
        proxied: false,
        ttl: 1,
        comment: commentOf(scope),
      },
    },
    {
      name: "certificate",
      kind: "certificate",
      on: platform,
      dependsOn: ["origin-domain", "verification"],
      desired: { domain, status: "active" },
    },
  ]
}

function rulesetResource(name: string, ruleset: Ruleset | undefined): readonly EdgeResource[] {
  if (ruleset === undefined) return []
  return [{ name, kind: "ruleset", on: platformId, dependsOn: [], desired: ruleset }]
}

/** Says whose a record is; Cloudflare's tags are not part of every plan. */
function commentOf({ project }: ItemScope<Options>): string {
  return `aidep: ${project.name}, ${project.environment}`
}
