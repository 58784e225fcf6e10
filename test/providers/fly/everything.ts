/** Everything that aidep can set on Fly. */
export const everything = `
version: 1
name: shop
services:
  api:
    kind: web
    image: ghcr.io/acme/api:1.4.2
    targets: [fly]
    port: 3000
    size: { cpu: 2, memory: 2GiB }
    scale: { min: 1, max: 3, concurrency: 50 }
    regions: [us-east, ewr]
    command: [node, server.js, --motd, "it's on"]
    preDeploy: [node, migrate.js]
    restart: always
    health: { path: /health, startup: 90s, release: header }
    env: { INSIDE: "\${services.search.url}", SITE: "\${services.admin.url}" }
    secrets: [API_KEYS]
  admin:
    kind: web
    source: ./admin
    dockerfile: ./docker/Dockerfile
    targets: [fly]
    port: 8080
    platforms: { fly: { strategy: bluegreen, autoStop: suspend } }
    health: { path: /up, release: header }
  search:
    kind: inference
    source: ./services/search
    targets: [fly]
    access: internal
    port: 8000
    scale: { min: 1, max: 2 }
    volumes: { search-index: { mount: /data, size: 10GiB } }
  crunch: { kind: worker, image: "ghcr.io/acme/worker:1.4.2", targets: [fly], restart: never, scale: { min: 2, max: 2 } }
  sleepy: { kind: web, source: ./sleepy, targets: [fly], port: 3000, scale: { min: 0, max: 1 } }
platforms: { fly: { organization: acme, regions: [eu-central, cdg] } }
`
