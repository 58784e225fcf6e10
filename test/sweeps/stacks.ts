/** A project that a sweep deploys again and again, each version of its model an image of its own. */
export interface SweptStack {
  readonly platforms: readonly string[]
  /** That its edges serve. */
  readonly domains: readonly string[]
  readonly manifest: (version: string) => string
  /** Other files of the project, by path. */
  readonly files?: Readonly<Record<string, string>>
}

const image = (name: string, digit: string) => `ghcr.io/acme/${name}@sha256:${digit.repeat(64)}`

/** The tiers of the lora-gateway stack on one platform. */
function onOne(platform: string): SweptStack {
  return {
    platforms: [platform],
    domains: [],
    manifest: (version) => `version: 1
name: lora
services:
  inference:
    kind: web
    access: internal
    image: ${image("model", version)}
    targets: [${platform}]
    health: { path: /health, release: header }
    secrets: [HF_TOKEN]
  gateway:
    kind: web
    image: ${image("model", "e")}
    targets: [${platform}]
    health: { path: /health, release: header }
    env:
      UPSTREAM_URL: "\${services.inference.url}"
      UPSTREAM_TOKEN: "\${services.inference.token}"
      REDIS_URL: "\${resources.cache.url}"
    secrets: [API_KEYS]
resources:
  cache: { kind: redis, targets: [${platform}] }
`,
  }
}

/**
 * A model on a GPU, the gateway in front of it with a canary, two callers of that, and the edge: each on a platform of
 * its own.
 */
const everywhere: SweptStack = {
  platforms: ["modal", "fly", "render", "railway", "cloudflare"],
  domains: ["api.example.com"],
  manifest: (version) => `version: 1
name: lora
services:
  inference:
    kind: web
    access: internal
    source: ./inference
    runtime: python@3.12
    command: [uvicorn, main:app, --host, 0.0.0.0]
    gpu: [T4]
    targets: [modal]
    health: { path: /health, release: header }
    env: { REVISION: "${version}" }
    secrets: [HF_TOKEN]
  gateway:
    kind: web
    image: ${image("gateway", version)}
    scale: { min: 4, max: 4 }
    targets: [fly]
    health: { path: /health, release: header }
    env:
      UPSTREAM_URL: "\${services.inference.url}"
      UPSTREAM_TOKEN: "\${services.inference.token}"
      REDIS_URL: "\${resources.cache.url}"
    secrets: [API_KEYS]
  admin:
    kind: web
    image: ${image("admin", "e")}
    targets: [render]
    health: { path: /health, release: header }
    env: { GATEWAY_URL: "\${services.gateway.url}" }
  reports:
    kind: worker
    image: ${image("reports", "e")}
    targets: [railway]
    env: { GATEWAY_URL: "\${services.gateway.url}" }
resources:
  cache: { kind: redis, targets: [railway] }
edge:
  target: cloudflare
  domain: api.example.com
  service: gateway
  tls: strict
  rateLimit: { requests: 100/10s, per: ip }
  cache: [{ path: /docs/*, ttl: 7200s, public: true }]
rollout: { strategy: canary, steps: [25%, 100%] }
`,
  files: {
    "inference/requirements.txt": "uvicorn==0.40.0\nfastapi==0.128.0\n",
    "inference/main.py": "app = None\n",
  },
}

/** By the name that a sweep prints. */
const stacks: Readonly<Record<string, SweptStack>> = {
  everywhere,
  render: onOne("render"),
  railway: onOne("railway"),
}

export const stackNames = Object.keys(stacks)

export function stackNamed(name: string): SweptStack {
  const stack = stacks[name]
  if (stack === undefined) throw new Error(`There is no stack "${name}".`)
  return stack
}
