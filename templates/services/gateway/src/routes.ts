import type { Scope } from "./auth/caller.ts"
import type { Config } from "./config/config.ts"

/** A route whose requests go to an upstream. */
export interface Route {
  /** As it stands in metrics and logs. */
  readonly path: string
  readonly method: "GET" | "POST"
  /** Path at an upstream that has the same routes. */
  readonly upstreamPath: string
  readonly scope: Scope
  /** `json`: the body has to be a JSON object; `generate`: one of the gateway's own form; `any`: passed on unseen. */
  readonly body: "json" | "generate" | "any" | "none"
  /** `always`: the same question has the same answer; `by temperature`: where it asks for temperature 0. */
  readonly cache: "always" | "by temperature" | "never"
  /** Whether only `data: [DONE]` is a good end of a stream. */
  readonly endMark: boolean
}

const chat = { method: "POST", scope: "inference", cache: "by temperature", endMark: true } as const

const builtIn: readonly Omit<Route, "upstreamPath">[] = [
  { ...chat, path: "/v1/generate", body: "generate" },
  { ...chat, path: "/v1/chat/completions", body: "json" },
  { ...chat, path: "/v1/completions", body: "json" },
  { ...chat, path: "/v1/embeddings", body: "json", cache: "always" },
  {
    path: "/v1/models",
    method: "GET",
    scope: "models",
    body: "none",
    cache: "never",
    endMark: false,
  },
]

/** The owner's own come last, so that they cannot take the place of those above. */
export function routesOf({ routes }: Config): readonly Route[] {
  const own = routes.map(({ path, method, upstreamPath = path, cache }): Route => {
    const body = method === "GET" ? "none" : "any"
    const kept = cache && method === "POST" ? "always" : "never"
    return { path, method, upstreamPath, scope: "inference", body, cache: kept, endMark: false }
  })
  return [...builtIn.map((route) => ({ ...route, upstreamPath: route.path })), ...own]
}
