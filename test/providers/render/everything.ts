/** Everything that a Blueprint of aidep can hold. */
export const everything = `
version: 1
name: shop
services:
  api:
    kind: web
    source: .
    targets: [render]
    port: 3000
    size: { cpu: 2, memory: 4GiB }
    scale: { min: 2, max: 5 }
    regions: [eu-west]
    command: [node, server.js, --motd, "it's on"]
    preDeploy: [node, migrate.js]
    health: { path: /health }
    env:
      INSIDE: \${services.search.url}
      INSIDE_HOST: \${services.search.host}
      DATABASE_URL: \${resources.data.url}
      CACHE_URL: \${resources.cache.url}
      CACHE: \${resources.cache.url}/1
      SITE: \${services.site.url}
      SITE_HOST: \${services.site.host}
      WHERE: \${environment}
      FLAG: "off"
    secrets: [API_KEYS]
    platforms: { render: { maxShutdownDelaySeconds: 120, targetMemoryPercent: 80 } }
  search:
    kind: inference
    source: ./services/search
    dockerfile: docker/Dockerfile
    targets: [render]
    scale: { min: 1 }
    volumes: { index: { mount: /data, size: 10GiB } }
  crunch: { kind: worker, image: ghcr.io/acme/worker:1.4.2, targets: [render], platforms: { render: { registryCredential: ghcr } } }
  clean-up: { kind: job, source: ./clean-up, targets: [render], schedule: "*/15 3 * * *" }
  site: { kind: static, source: ./site, targets: [render], buildCommand: [npm, run, build], output: dist }
resources:
  cache: { kind: redis, targets: [render], platforms: { render: { keyValuePlan: pro plus, ipAllowList: [203.0.113.0/24] } } }
  data: { kind: postgres, targets: [render], platforms: { render: { postgresPlan: basic-1gb } } }
platforms: { render: { region: frankfurt, repository: acme/shop, branch: production } }
`
