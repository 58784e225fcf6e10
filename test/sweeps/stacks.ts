/** A project that a sweep deploys again and again, each version of its model an image of its own. */
export interface SweptStack {
  readonly platforms: readonly string[]
  /** That its edges serve. */
  readonly domains: readonly string[]
  readonly manifest: (version: string) => string
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

/** By the name that a sweep prints. */
const stacks: Readonly<Record<string, SweptStack>> = {
  render: onOne("render"),
  railway: onOne("railway"),
}

export const stackNames = Object.keys(stacks)

export function stackNamed(name: string): SweptStack {
  const stack = stacks[name]
  if (stack === undefined) throw new Error(`There is no stack "${name}".`)
  return stack
}
