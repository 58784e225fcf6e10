import type { EdgeResource, EdgeSpec } from "../../../providers/cloudflare/edge/edge-spec.ts"
import type { RenderedManifest } from "../../support/render-manifest.ts"
import { errorsOf } from "./manifests.ts"

export interface Wanted {
  readonly target?: string
  readonly kind?: string
  readonly domain?: string
  readonly edge?: string
  readonly options?: string
}

export function manifest({ target = "railway", kind = "web", ...wanted }: Wanted = {}): string {
  const { domain = "api.example.com", edge = "", options = "zone: example.com" } = wanted
  const source = target === "external" ? "" : ", source: ./services/gateway"
  return `
version: 1
name: shop
services:
  gateway: { kind: ${kind}, targets: [${target}]${source} }
edge: { target: cloudflare, domain: ${domain}, service: gateway${edge === "" ? "" : `, ${edge}`} }
platforms: { cloudflare: { ${options} } }
`
}

export const everything =
  "tls: strict, rateLimit: { requests: 100/10s, per: ip }, cache: [{ path: /docs/*, ttl: 300s, public: true }, { path: /logo.svg, ttl: 1d, public: true }]"

export function edgeOf(rendered: RenderedManifest): EdgeSpec {
  const edge = rendered.platforms.get("cloudflare")?.specs.edge
  if (edge === undefined) throw new Error(`No edge: ${errorsOf(rendered).join(" ")}`)
  return edge as EdgeSpec
}

/** What an address says besides the environment and the owner: `ruleset/tls`. */
export function partOf({ address }: EdgeResource): string {
  return address.split("/").slice(2).join("/")
}

export function named(rendered: RenderedManifest, part: string): EdgeResource {
  const found = edgeOf(rendered).resources.find((resource) => partOf(resource) === part)
  if (found === undefined) throw new Error(`No "${part}".`)
  return found
}

/** The first rule of a ruleset. */
export function rule(rendered: RenderedManifest, name: string) {
  const { desired } = named(rendered, `ruleset/${name}`)
  if (!("rules" in desired) || desired.rules[0] === undefined)
    throw new Error(`No rule in ${name}.`)
  return desired.rules[0]
}
