import { entry } from "../catalogue-entry.ts"

export const publicInference = entry<{ service: string }>({
  code: "hardening/public-inference",
  severity: "warning",
  title: "Anybody may use the GPU.",
  message: ({ service }) =>
    `"${service}" runs a model and is open to everybody: strangers spend its GPU time.`,
  hint: () =>
    'Remove "access: public", and let a gateway that checks keys call it with "${services.NAME.token}".',
  explanation:
    "An inference service is internal by default: callers need its derived token. With a public one, every request of a stranger starts or occupies a machine that is paid by the second.",
  example: {
    wrong: "services:\n  model: { kind: inference, access: public }",
    right: "services:\n  model: { kind: inference, access: internal }",
  },
})

export const internalBehindEdge = entry<{ service: string }>({
  code: "hardening/internal-behind-edge",
  severity: "error",
  title: "The edge publishes an internal service.",
  message: ({ service }) =>
    `The edge gives the internal service "${service}" a public address, and its callers have no token.`,
  hint: () => "Put the edge in front of a public service, such as the gateway that checks keys.",
  explanation:
    "An internal service refuses whoever has no derived token, and that token is for services of the same project. Behind a public domain it either refuses everybody or has to give the token away.",
  example: {
    wrong:
      "services:\n  model: { kind: inference, access: internal }\nedge: { target: cloudflare, domain: api.example.com, service: model }",
    right:
      "services:\n  model: { kind: inference, access: internal }\n  gateway: { kind: web }\nedge: { target: cloudflare, domain: api.example.com, service: gateway }",
  },
})

export const publicDataStore = entry<{ service: string; image: string }>({
  code: "hardening/public-data-store",
  severity: "error",
  title: "A data store has a public address.",
  message: ({ service, image }) =>
    `"${service}" runs the data store "${image}" as a service that everybody can reach.`,
  hint: () => 'Declare it under "resources", or set "access: internal" on it.',
  explanation:
    "Data stores on public addresses are found by scanners within hours. A resource is reached over the platform's private network, with a password that the platform makes.",
  example: {
    wrong: 'services:\n  cache: { kind: web, image: "redis:8.2", targets: [fly], port: 6379 }',
    right: "resources:\n  cache: { kind: redis, targets: [railway] }",
  },
})

export const secretInStaticSite = entry<{ service: string; variable: string }>({
  code: "hardening/secret-in-static-site",
  severity: "error",
  title: "A secret would be built into a public page.",
  message: ({ service, variable }) =>
    `"${variable}" of the static site "${service}" holds a secret, and a site's variables end up in files that everybody can read.`,
  hint: () => "Let a service hold the secret, and let the page call that service.",
  explanation:
    "A static site has no process that could keep something to itself: its variables are there while it is built and become part of what browsers load.",
  example: {
    wrong:
      'services:\n  site: { kind: static, source: ./site, targets: [fly], env: { KEY: "${secrets.API_KEY}" } }',
    right:
      'services:\n  site: { kind: static, source: ./site, targets: [fly], env: { API_URL: "https://api.example.com" } }',
  },
})

export const wildcardCors = entry<{ where: string }>({
  code: "hardening/wildcard-cors",
  severity: "warning",
  title: "Pages of any origin may call.",
  message: ({ where }) => `${where} lets pages of every origin call and read the answers.`,
  hint: () =>
    "Name the origins of your own pages. Where strangers' pages are meant to call, silence this with that reason.",
  explanation:
    'With the origin "*" any page that somebody opens can call the service from their browser, with their network and what their browser adds by itself. A list of origins keeps that to your own pages.',
  example: {
    wrong: 'services:\n  gateway: { env: { CORS_ORIGINS: "*" } }',
    right: "services:\n  gateway: { env: { CORS_ORIGINS: https://app.example.com } }",
  },
})

export const cachedPrivatePath = entry<{ path: string; service: string }>({
  code: "hardening/cached-private-path",
  severity: "error",
  title: "The edge would cache answers to callers with keys.",
  message: ({ path, service }) =>
    `The edge would cache "${path}", which holds the API of "${service}", whose callers identify themselves: one caller would get the answer of another.`,
  hint: () => "Cache only paths that answer everybody the same, such as /docs/*.",
  explanation:
    "A cache knows addresses, not callers. A rule for every path, or for an API, keeps the first caller's answer and gives it to all others.",
  example: {
    wrong:
      "services:\n  gateway: { secrets: [API_KEYS] }\nedge:\n  target: cloudflare\n  domain: api.example.com\n  service: gateway\n  cache: [{ path: /v1/*, ttl: 60s, public: true }]",
    right:
      "services:\n  gateway: { secrets: [API_KEYS] }\nedge:\n  target: cloudflare\n  domain: api.example.com\n  service: gateway\n  cache: [{ path: /docs/*, ttl: 60s, public: true }]",
  },
})

export const debugFlag = entry<{ what: string; environment: string }>({
  code: "hardening/debug-flag",
  severity: "warning",
  title: "A service would run in debug mode.",
  message: ({ what, environment }) => `${what} turns on debugging in "${environment}".`,
  hint: () => "Remove it here, and set it in an environment for development only.",
  explanation:
    "Debug modes show stack traces, settings and source code to callers, restart on changed files, and some let a caller run code. Environments whose name begins with dev, local or test are not checked.",
  example: {
    wrong: "services:\n  gateway: { env: { DEBUG: true } }",
    right: "services:\n  gateway: { env: { DEBUG: false } }",
  },
})

export const lenientTls = entry({
  code: "hardening/lenient-tls",
  severity: "warning",
  title: "The edge does not check the origin's certificate.",
  message: () => '"tls: full" lets the edge accept any certificate of the service behind it.',
  hint: () => 'Remove it: the default is "tls: strict".',
  explanation:
    "Between the edge and the service, traffic is encrypted either way. Only strict mode also checks that it is the right service that answers.",
  example: {
    wrong: "edge: { target: cloudflare, domain: api.example.com, service: gateway, tls: full }",
    right: "edge: { target: cloudflare, domain: api.example.com, service: gateway, tls: strict }",
  },
})

export const floatingImage = entry<{ service: string; image: string }>({
  code: "hardening/floating-image",
  severity: "warning",
  title: "An image can change without a deploy.",
  message: ({ service, image }) =>
    `"${service}" runs "${image}", whose tag moves: a restart may run something else.`,
  hint: () => 'Name a version, such as ":1.4.2", or a digest, "@sha256:...".',
  explanation:
    "Tags such as latest are moved by whoever publishes the image. A release can be proven and undone only when it says exactly what ran.",
  example: {
    wrong: "services:\n  gateway: { source: null, image: ghcr.io/acme/gateway:latest }",
    right: "services:\n  gateway: { source: null, image: ghcr.io/acme/gateway:1.4.2 }",
  },
})
