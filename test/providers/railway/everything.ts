/** Everything that aidep can set on Railway, but for buckets. */
export const everything = `
version: 1
name: shop
services:
  api:
    kind: web
    source: .
    targets: [railway]
    port: 3000
    size: { cpu: 2, memory: 4GiB }
    scale: { min: 3 }
    regions: [eu-west, us-east]
    command: [node, server.js, --motd, "it's on"]
    preDeploy: [node, migrate.js]
    restart: always
    health: { path: /health, startup: 90s, release: header }
    env:
      INSIDE: \${services.search.url}
      DATABASE_URL: \${resources.data.url}
      CACHE_URL: \${resources.cache.url}
      DOCUMENTS_URL: \${resources.documents.url}
      SITE: \${services.site.url}
    secrets: [API_KEYS]
    platforms: { railway: { overlapSeconds: 20, drainingSeconds: 10 } }
  search:
    kind: inference
    source: ./services/search
    targets: [railway]
    access: internal
    port: 8000
    scale: { min: 1 }
    volumes: { index: { mount: /data, size: 10GiB } }
  crunch: { kind: worker, image: ghcr.io/acme/worker:1.4.2, targets: [railway] }
  clean-up: { kind: job, source: ./clean-up, targets: [railway], schedule: "*/15 3 * * *" }
  site: { kind: static, source: ./site, targets: [railway], buildCommand: [npm, run, build], output: dist }
  sleepy: { kind: web, source: ./sleepy, targets: [railway], port: 3000, scale: { min: 0, max: 1 } }
resources:
  cache: { kind: redis, targets: [railway] }
  data: { kind: postgres, targets: [railway] }
  documents: { kind: mongodb, targets: [railway] }
platforms: { railway: { repository: acme/shop, branch: production, regions: [eu-west] } }
`
