import type { Call } from "../call.ts"
import type { Gateway } from "../gateway.ts"
import type { Later } from "../later.ts"
import type { Route } from "../routes.ts"
import { cacheSubjectText } from "./cache-key.ts"

/** The key of the answer; undefined where it is none to keep. */
export function cacheKeyOf(
  { caller, context, model = "", adapter = "" }: Call,
  { route, json }: { readonly route: Route; readonly json: Readonly<Record<string, unknown>> },
  { config, runtime }: Gateway,
): Later<string | undefined> {
  if (caller === undefined || config.cache === "off") return undefined
  const deterministic = json["temperature"] === 0
  const wanted = route.cache === "by temperature" && (config.cache === "all" || deterministic)
  if (route.cache !== "always" && !wanted) return undefined
  if (/no-cache|no-store/.test(context.req.raw.headers.get("cache-control") ?? "")) return undefined
  const { tenant } = caller
  const text = cacheSubjectText({ tenant, route: route.path, model, adapter, body: json })
  return text === undefined ? undefined : runtime.sha256(text)
}
