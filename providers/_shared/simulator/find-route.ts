/** One call of a simulated API. */
export interface RoutePattern {
  readonly method: string
  /** As the API's documents write it, below its address: `/apps/{name}`. */
  readonly path: string
}

export type FoundRoute<Route> =
  /** `ids`: parts of the path that are named in the route, in their order. */
  | { readonly status: "found"; readonly route: Route; readonly ids: readonly string[] }
  | { readonly status: "other-method" }
  | { readonly status: "unknown" }

/** A route without a parameter in a place goes before one with it. */
export function findRoute<Route extends RoutePattern>(
  routes: readonly Route[],
  { method, path }: RoutePattern,
): FoundRoute<Route> {
  const fitting = routes.flatMap((route) => {
    const ids = idsIn(route.path, path)
    return ids === undefined ? [] : [{ status: "found", route, ids } as const]
  })
  const [found] = fitting
    .filter(({ route }) => route.method === method)
    .toSorted((a, b) => a.ids.length - b.ids.length)
  return found ?? { status: fitting.length === 0 ? "unknown" : "other-method" }
}

function idsIn(pattern: string, path: string): readonly string[] | undefined {
  const wanted = pattern.split("/")
  const parts = path.split("/").map(decodeURIComponent)
  if (wanted.length !== parts.length) return undefined
  const fits = wanted.every((part, index) => part.startsWith("{") || part === parts[index])
  return fits ? parts.filter((_, index) => wanted[index]?.startsWith("{")) : undefined
}
