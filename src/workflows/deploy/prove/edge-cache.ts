import { notCached } from "../../../errors/catalogue/gates.ts"
import { diagnose, type Diagnostic } from "../../../errors/diagnostic.ts"
import type { Context } from "../../context.ts"
import type { LoadedProject } from "../../load-project.ts"
import { deployedEdge } from "../used-platforms.ts"
import { probeTimeoutMs } from "./probe-release.ts"

/** Asks each path that the edge should cache through it, and tells of those that it does not. */
export async function cacheWarnings(
  loaded: LoadedProject,
  { prober }: Context,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const edge = deployedEdge(loaded)
  const status = loaded.providers.get(edge?.platform ?? "")?.cacheStatus
  if (edge === undefined || status === undefined) return []
  const { domain } = edge
  const found = edge.cache.map(async ({ path }, index): Promise<readonly Diagnostic[]> => {
    const url = `https://${domain}${path.replaceAll("*", "")}`
    const outcome = await prober.probe(
      { method: "GET", url, headers: {} },
      { totalTimeoutMs: probeTimeoutMs, signal },
    )
    // What is not there, or is refused, has nothing to be cached.
    if (outcome.status === "failed" || outcome.answer.statusCode >= 300) return []
    const value = outcome.answer.headers[status.header] ?? "not there"
    if (status.cached.includes(value)) return []
    const params = { path, domain, header: status.header, value }
    return [diagnose(notCached, params, loaded.parsed.places.value(["edge", "cache", index]))]
  })
  return (await Promise.all(found)).flat()
}
