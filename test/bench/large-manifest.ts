/** Targets that the services of a large manifest go to in turn. */
const targets = ["railway", "render", "fly", "modal", "cloudflare"] as const

/** A manifest with many services over five platforms, every one with env, secrets, health and a reference. */
export function largeManifest(services: number): string {
  const blocks = Array.from({ length: services }, (_, index) => serviceBlock(index))
  return ["version: 1", "name: large", "services:", ...blocks, ""].join("\n")
}

function serviceBlock(index: number): string {
  const target = targets[index % targets.length] ?? "railway"
  const reference = index === 0 ? "" : `\n      PREVIOUS_URL: \${services.service-${index - 1}.url}`
  return `  service-${index}:
    kind: web
    source: ./services/service-${index}
    runtime: ${target === "modal" ? "python@3.12" : "node@24"}
    targets: [${target}]
    port: 8080
    command: [${target === "modal" ? "python, -m, app" : "node, server.js"}]
    health: { path: /health, startup: 60s }
    env:
      LOG_LEVEL: info${reference}
    secrets: [API_KEY, SENTRY_DSN]`
}
