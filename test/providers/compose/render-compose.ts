import { parse } from "yaml"
import * as z from "zod"
import compose from "../../../providers/compose/provider.ts"
import {
  renderManifest,
  type RenderManifestOptions,
  type RenderedManifest,
} from "../../support/render-manifest.ts"
import { allNative } from "../../support/test-platform.ts"
import type { Provider } from "../../../src/provider/provider.ts"

/** Compose, and a platform that can do everything and writes nothing. */
export function renderOnCompose(
  text: string,
  options: Partial<RenderManifestOptions> = {},
): RenderedManifest {
  return renderManifest(text, { providers: [compose, elsewhere], ...options })
}

const elsewhere: Provider = {
  ...compose,
  id: "cloudflare",
  title: "Elsewhere",
  roles: ["service", "resource", "edge"],
  scope: "placed",
  alwaysAllowed: false,
  support: allNative,
  errors: [],
  optionsSchema: z.unknown(),
  carryOut: () => ({
    specs: { services: [], resources: [], edge: undefined },
    resources: [],
    artifacts: [],
    diagnostics: [],
  }),
}

const service = z.looseObject({
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  deploy: z
    .object({ replicas: z.number().optional(), resources: z.unknown().optional() })
    .optional(),
  environment: z.record(z.string(), z.string()).optional(),
  healthcheck: z.looseObject({ test: z.array(z.string()), start_period: z.string() }).optional(),
  image: z.string().optional(),
  logging: z.unknown().optional(),
  ports: z
    .array(z.object({ target: z.number(), published: z.string(), host_ip: z.string().optional() }))
    .optional(),
  profiles: z.array(z.string()).optional(),
  restart: z.string().optional(),
  volumes: z.array(z.string()).optional(),
})

const composeFile = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()).optional(),
  configs: z.record(z.string(), z.object({ content: z.string() })).optional(),
})

export type ParsedService = z.output<typeof service>

const paths = { development: "compose.yaml", production: "compose.production.yaml" } as const

/** A Compose file of a rendered manifest, parsed. */
export function composeOf({ files }: RenderedManifest, form: keyof typeof paths) {
  return composeFile.parse(parse(files.get(paths[form]) ?? ""))
}

export function containerOf(
  rendered: RenderedManifest,
  form: keyof typeof paths,
  name: string,
): ParsedService {
  const found = composeOf(rendered, form).services[name]
  if (found === undefined) throw new Error(`There is no container "${name}".`)
  return found
}

/** A manifest of one web service, with more fields of it as one flow map. */
export function webService(fields = "", more = ""): string {
  return `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [compose], port: 3000${fields === "" ? "" : `, ${fields}`} }
${more}`
}

export function codes({ diagnostics }: RenderedManifest): readonly string[] {
  return diagnostics.map(({ severity, code }) => `${severity} ${code}`)
}

/** The nginx.conf of the production file, as Compose hands it to the container. */
export function nginxConf(rendered: RenderedManifest): string {
  const content = composeOf(rendered, "production").configs?.["nginx"]?.content ?? ""
  return content.replaceAll("$$", "$")
}

/** One project with something of everything that Compose files can have. */
export const wholeProject = `version: 1
name: shop
services:
  api:
    kind: web
    source: ./api
    targets: [cloudflare, compose]
    port: 8080
    size: { cpu: 0.5, memory: 512MiB }
    scale: { min: 2, max: 4 }
    health: { path: /health, startup: 60s }
    preDeploy: [node, migrate.js]
    volumes: { uploads: { mount: /uploads } }
    secrets: [API_KEYS]
    env:
      MODEL_URL: \${services.model.url}
      MODEL_TOKEN: \${services.model.token}
      CACHE_URL: \${resources.cache.url}
      DATABASE_URL: \${resources.orders-db.url}
      PRICE: 5 $ each
  model: { kind: inference, source: ./model, targets: [compose], gpu: ["T4:2", L4], health: { path: /health }, volumes: { weights: { mount: /models } } }
  mailer: { kind: worker, source: ./mailer, targets: [compose], command: [node, mailer.js], restart: always }
  report: { kind: job, source: ./report, targets: [cloudflare], command: [node, report.js], schedule: "0 3 * * *" }
  site: { kind: static, source: ./site, targets: [cloudflare], buildCommand: [npm, run, build], output: dist }
  search: { kind: web, image: "ghcr.io/acme/search:1.4", targets: [compose], port: 7700 }
resources:
  cache: { kind: redis, targets: [compose] }
  orders-db: { kind: postgres, targets: [compose] }
  documents: { kind: mongodb, targets: [compose] }
  vectors: { kind: qdrant, targets: [compose] }
  files: { kind: bucket, targets: [compose] }
edge:
  target: cloudflare
  domain: api.example.com
  service: api
  rateLimit: { requests: 3/60s }
  cache: [{ path: /docs/*, ttl: 300s, public: true }, { path: /robots.txt, ttl: 60s, public: true }]
`
