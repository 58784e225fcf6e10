import type { ComposeService, Dependencies } from "../compose-file.ts"
import type { ComposeOptions } from "../options.ts"
import type { ServiceSpec } from "../spec.ts"
import { proxyListenPort } from "./config.ts"

/** nginx without root; 1.30 is the stable branch, https://hub.docker.com/r/nginxinc/nginx-unprivileged (2026-11-21). */
const image = "nginxinc/nginx-unprivileged:1.30-alpine"

/** Name of the configuration in the Compose file. */
export const nginxConfigName = "nginx"

/** The only container with a port that is open to the network. */
export function proxyService(
  behind: readonly ServiceSpec[],
  { proxyPort }: ComposeOptions,
): ComposeService {
  const waits = behind.map(({ name, service }): [string, Dependencies[string]] => [
    name,
    { condition: service.healthcheck === undefined ? "service_started" : "service_healthy" },
  ])
  return {
    configs: [{ source: nginxConfigName, target: "/etc/nginx/nginx.conf" }],
    depends_on: Object.fromEntries(waits),
    image,
    ports: [{ target: proxyListenPort, published: String(proxyPort) }],
    restart: "unless-stopped",
  }
}
