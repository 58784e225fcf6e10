import { block, directive, type NginxDirective } from "../nginx.ts"
import type { CacheRule, EdgeSpec } from "./edge.ts"

/** A service that nginx passes requests to. */
export interface Upstream {
  /** Name of the service, which is also its host name. */
  readonly name: string
  readonly port: number
}

export interface ProxyPlan {
  /** The first one answers requests whose host name belongs to none. */
  readonly upstreams: readonly Upstream[]
  /** Rules for the service that the edge stands before. */
  readonly edge: EdgeSpec | undefined
  /** Networks whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies: readonly string[]
}

/** Port of nginx in its container: above 1023, since it runs without root. */
export const proxyListenPort = 8080

/** Shared memory; no service has a name with an underscore. */
const zones = { limit: "edge_limit", cache: "edge_cache" } as const

/** The whole `nginx.conf`. */
export function nginxConfig(plan: ProxyPlan): readonly NginxDirective[] {
  return [
    directive("worker_processes", "auto"),
    directive("pid", "/tmp/nginx.pid"),
    directive("error_log", "/dev/stderr", "warn"),
    block("events", [], [directive("worker_connections", "4096")]),
    block("http", [], http(plan)),
  ]
}

function http(plan: ProxyPlan): readonly NginxDirective[] {
  return [
    directive("access_log", "/dev/stdout"),
    directive("server_tokens", "off"),
    directive("client_max_body_size", "64m"),
    // Docker's own name server; a container that is made again has another address.
    directive("resolver", "127.0.0.11", "valid=10s", "ipv6=off"),
    ...clientAddress(plan),
    ...edgeZones(plan),
    ...proxying(plan),
    ...plan.upstreams.map(upstream),
    ...plan.upstreams.map((target, index) => server(target, index === 0, plan)),
  ]
}

/** Where something in front of nginx ends TLS, the client is who that says it is. */
function clientAddress({ trustedProxies }: ProxyPlan): readonly NginxDirective[] {
  if (trustedProxies.length === 0) return []
  return [
    ...trustedProxies.map((network) => directive("set_real_ip_from", network)),
    directive("real_ip_header", "X-Forwarded-For"),
    directive("real_ip_recursive", "on"),
    block(
      "map",
      ["$http_x_forwarded_proto", "$client_scheme"],
      [directive("default", "$http_x_forwarded_proto"), directive("", "$scheme")],
    ),
  ]
}

function edgeZones({ edge }: ProxyPlan): readonly NginxDirective[] {
  const limit =
    edge?.limit === undefined
      ? []
      : [
          directive(
            "limit_req_zone",
            "$binary_remote_addr",
            `zone=${zones.limit}:10m`,
            `rate=${edge.limit.rate}`,
          ),
          directive("limit_req_status", "429"),
        ]
  const cache =
    edge === undefined || edge.cache.length === 0
      ? []
      : [
          directive(
            "proxy_cache_path",
            "/var/cache/nginx/edge",
            "levels=1:2",
            `keys_zone=${zones.cache}:10m`,
            "max_size=1g",
            "inactive=1h",
            "use_temp_path=off",
          ),
        ]
  return [...limit, ...cache]
}

/** Answers are passed on as they come, and a model may think for minutes before and between its words. */
function proxying({ trustedProxies }: ProxyPlan): readonly NginxDirective[] {
  return [
    block(
      "map",
      ["$http_upgrade", "$connection_upgrade"],
      [directive("default", "upgrade"), directive("", "")],
    ),
    directive("proxy_http_version", "1.1"),
    directive("proxy_set_header", "Host", "$host"),
    directive("proxy_set_header", "X-Real-IP", "$remote_addr"),
    directive("proxy_set_header", "X-Forwarded-For", "$remote_addr"),
    directive(
      "proxy_set_header",
      "X-Forwarded-Proto",
      trustedProxies.length === 0 ? "$scheme" : "$client_scheme",
    ),
    directive("proxy_set_header", "Upgrade", "$http_upgrade"),
    directive("proxy_set_header", "Connection", "$connection_upgrade"),
    directive("proxy_buffering", "off"),
    directive("proxy_connect_timeout", "5s"),
    directive("proxy_send_timeout", "60s"),
    directive("proxy_read_timeout", "600s"),
  ]
}

function upstream({ name, port }: Upstream): NginxDirective {
  return block(
    "upstream",
    [name],
    [
      directive("zone", `upstream_${name}`, "64k"),
      directive("server", `${name}:${port}`, "resolve"),
      directive("keepalive", "32"),
    ],
  )
}

function server({ name }: Upstream, first: boolean, { edge }: ProxyPlan): NginxDirective {
  const own = edge?.service === name ? edge : undefined
  const listen = [String(proxyListenPort), ...(first ? ["default_server"] : [])]
  const names = [...(own === undefined ? [] : [own.domain]), `${name}.*`]
  return block(
    "server",
    [],
    [
      directive("listen", ...listen),
      directive("server_name", ...names),
      ...limitRequests(own),
      ...(own?.cache ?? []).map((rule) => cached(rule, name)),
      block("location", ["/"], [directive("proxy_pass", `http://${name}`)]),
    ],
  )
}

function limitRequests(edge: EdgeSpec | undefined): readonly NginxDirective[] {
  if (edge?.limit === undefined) return []
  const { burst } = edge.limit
  return [
    directive(
      "limit_req",
      `zone=${zones.limit}`,
      ...(burst === 0 ? [] : [`burst=${burst}`]),
      "nodelay",
    ),
  ]
}

/** Keeps good answers for a time. What a request with credentials gets is neither kept nor given to others. */
function cached({ match, path, ttlSeconds }: CacheRule, name: string): NginxDirective {
  return block(
    "location",
    [match === "exact" ? "=" : "^~", path],
    [
      directive("proxy_buffering", "on"),
      directive("proxy_cache", zones.cache),
      directive("proxy_cache_valid", "200", "301", "308", `${ttlSeconds}s`),
      directive("proxy_cache_lock", "on"),
      directive("proxy_cache_bypass", "$http_authorization"),
      directive("proxy_no_cache", "$http_authorization"),
      directive("add_header", "X-Cache-Status", "$upstream_cache_status"),
      directive("proxy_pass", `http://${name}`),
    ],
  )
}
