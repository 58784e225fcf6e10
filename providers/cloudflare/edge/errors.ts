import { entry } from "aidep/provider"

export const zoneMismatch = entry<{ domain: string; zone: string }>({
  code: "cloudflare/zone-mismatch",
  severity: "error",
  title: "The edge's domain is outside the zone.",
  message: ({ domain, zone }) => `"${domain}" is not inside the zone "${zone}".`,
  hint: ({ domain }) =>
    `Set "platforms.cloudflare.zone" to the zone that holds "${domain}", or correct "edge.domain".`,
  explanation:
    "A zone is a domain that Cloudflare serves the DNS of. The edge's domain is the zone itself or a name below it.",
  example: {
    wrong: "edge: { domain: api.example.com }\nplatforms: { cloudflare: { zone: example.org } }",
    right: "edge: { domain: api.example.com }\nplatforms: { cloudflare: { zone: example.com } }",
  },
})

export const zoneGuessed = entry<{ domain: string; zone: string }>({
  code: "cloudflare/zone-guessed",
  severity: "warning",
  title: "The zone is a guess that may be wrong.",
  message: ({ domain, zone }) => `"${zone}" is taken as the zone of "${domain}".`,
  hint: () => 'Name the zone: "platforms.cloudflare.zone".',
  explanation:
    'Without the option "zone", aidep takes the last two labels of the domain. Below endings of two labels, such as "co.uk", that is one label too few.',
  example: {
    wrong: "edge: { domain: api.example.co.uk }",
    right:
      "edge: { domain: api.example.co.uk }\nplatforms: { cloudflare: { zone: example.co.uk } }",
  },
})

interface WrongPeriod {
  readonly period: number
  readonly requests: number
  readonly plan: string
  readonly allowed: readonly number[]
}

export const rateLimitPeriod = entry<WrongPeriod>({
  code: "cloudflare/rate-limit-period",
  severity: "error",
  title: "Cloudflare does not count over this period.",
  message: ({ period, plan }) => `Cloudflare's ${plan} plan has no rate limit over ${period} s.`,
  hint: ({ period, requests, allowed }) => {
    const [nearest = 10] = allowed.toSorted((a, b) => Math.abs(a - period) - Math.abs(b - period))
    const rate = `${Math.max(1, Math.round((requests * nearest) / period))}/${nearest}s`
    return `Write about the same rate as "${rate}". Possible periods: ${seconds(allowed)}. Plans with others: "platforms.cloudflare.zonePlan".`
  },
  explanation:
    "A rate limit counts over fixed periods: 10 s on the Free plan, up to 1 minute on Pro, up to 10 minutes on Business, longer on Enterprise. aidep does not round, since a shorter period with the same number would refuse more callers.",
  example: { wrong: "rateLimit: { requests: 600/60s }", right: "rateLimit: { requests: 100/10s }" },
})

export const rateLimitWholeZone = entry({
  code: "cloudflare/rate-limit-whole-zone",
  severity: "warning",
  title: "The rate limit counts requests to every host of the zone.",
  message: () =>
    "On Cloudflare's Free plan a rate limit cannot name a host: it counts, and blocks, on every proxied host of the zone.",
  hint: () => 'Use a zone of its own, or a paid plan and "platforms.cloudflare.zonePlan: pro".',
  explanation:
    "Rules of the Free plan may look at the path only, and a zone of that plan has one rule. On Pro and above the rule is for the edge's domain alone. On every plan Cloudflare counts in each of its locations by itself.",
})

interface ShortCache {
  readonly path: string
  readonly ttl: number
  readonly shortest: number
  readonly plan: string
}

export const cacheTimeMinimum = entry<ShortCache>({
  code: "cloudflare/cache-time-minimum",
  severity: "warning",
  title: "The cache time is below what the plan can set.",
  message: ({ path, ttl, shortest, plan }) =>
    `"${path}" should be kept for ${ttl} s, but rules of Cloudflare's ${plan} plan set ${shortest} s or more: only the service's own Cache-Control header decides.`,
  hint: ({ ttl, shortest }) =>
    `Send "Cache-Control: public, max-age=${ttl}" from the service, or set "ttl: ${shortest}s" or more.`,
  explanation:
    "The shortest time that a cache rule can set is 2 hours on the Free plan, 1 hour on Pro and 1 second above. Rather than keep an answer longer than the manifest says, aidep then leaves the time to the Cache-Control header; an answer without that header is not kept.",
  example: { wrong: "ttl: 300s", right: "ttl: 2h" },
})

export const tooManyCacheRules = entry<{ count: number; most: number; plan: string }>({
  code: "cloudflare/too-many-cache-rules",
  severity: "error",
  title: "The edge has more cache rules than the plan.",
  message: ({ count, most, plan }) =>
    `The edge has ${count} cache rules; Cloudflare's ${plan} plan has ${most} for the whole zone.`,
  hint: () => 'Cover several paths with one that ends in "*".',
  explanation:
    'Each entry of "edge.cache" is a cache rule of the zone: 10 on the Free plan, 25 on Pro, 50 on Business, 300 on Enterprise.',
})

export const cacheByHeader = entry<{ service: string; isSite: boolean }>({
  code: "cloudflare/cache-by-header",
  severity: "warning",
  title: "Cache rules do not reach a Worker.",
  message: ({ service, isSite }) =>
    isSite
      ? `"${service}" is served from Cloudflare's own network: "edge.cache" has no effect on it.`
      : `"${service}" is a Worker, which answers before the cache: "edge.cache" has no effect on it.`,
  hint: ({ isSite }) =>
    isSite
      ? 'Remove the rules; a "_headers" file in the published folder sets what browsers keep.'
      : 'Send Cache-Control from the Worker and set "platforms.cloudflare.workersCache: true".',
  explanation:
    "Cache rules of a zone decide about what comes from an origin. A Worker is called instead of an origin, so its answers are kept by Workers Cache, if at all, for as long as their own Cache-Control header says.",
})

export const deepDomain = entry<{ domain: string; zone: string }>({
  code: "cloudflare/deep-domain",
  severity: "warning",
  title: "Cloudflare's free certificate does not cover the domain.",
  message: ({ domain, zone }) =>
    `"${domain}" is more than one label below "${zone}", which Universal SSL does not cover.`,
  hint: ({ zone }) =>
    `Use a name directly below "${zone}", or order an advanced certificate for the domain.`,
  explanation:
    "The certificate that every zone has covers the zone and the names directly below it. Deeper names need Advanced Certificate Manager; without it callers get a TLS error.",
  example: { wrong: "domain: api.eu.example.com", right: "domain: api-eu.example.com" },
})

export const externalOrigin = entry<{ service: string; domain: string }>({
  code: "cloudflare/external-origin",
  severity: "warning",
  title: "The origin behind the edge is not aidep's.",
  message: ({ service, domain }) =>
    `"${service}" runs elsewhere, so aidep cannot make "${domain}" known there.`,
  hint: ({ domain }) =>
    `See that it answers for "${domain}" with a valid certificate before the record is proxied.`,
  explanation:
    "Cloudflare sends requests to the origin with the edge's domain as the host. The origin has to know that name and, with strict TLS, to have a certificate for it. aidep does that on the platforms it deploys to.",
})

export const edgeErrors = [
  zoneMismatch,
  zoneGuessed,
  rateLimitPeriod,
  rateLimitWholeZone,
  cacheTimeMinimum,
  tooManyCacheRules,
  cacheByHeader,
  deepDomain,
  externalOrigin,
]

function seconds(values: readonly number[]): string {
  return values.map((value) => `${value} s`).join(", ")
}
