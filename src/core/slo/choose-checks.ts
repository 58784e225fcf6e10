import type { ManifestCheck } from "../manifest/schema/manifest.ts"
import type { Project } from "../project/project.ts"

export interface LoadedService {
  readonly service: string
  /** Whose requests are sent in turn. */
  readonly checks: readonly ManifestCheck[]
}

/**
 * What a run under load asks: the service at the edge, else the first that a check expects success of, with all its
 * checks of that kind. Refusals are no service, and redirects lead elsewhere. Undefined where there is none.
 */
export function chooseChecks({
  checks,
  edge,
}: Pick<Project, "checks" | "edge">): LoadedService | undefined {
  const fitting = checks.filter(expectsSuccess)
  const atEdge = fitting.find(({ service }) => service === edge?.service)
  const service = (atEdge ?? fitting[0])?.service
  if (service === undefined) return undefined
  return { service, checks: fitting.filter((check) => check.service === service) }
}

function expectsSuccess({ expect: { status = "2xx" }, redirects = 0 }: ManifestCheck): boolean {
  return redirects === 0 && [status].flat().every((one) => String(one).startsWith("2"))
}

const usualRate = 20

/** A tenth of a rate limit is left to others, and to the checks before. */
const shareOfLimit = 0.9

export type ChosenRate =
  | { readonly ok: true; readonly ratePerSecond: number }
  /** More than the edge lets one caller send; `mostPerSecond` is what it takes. */
  | { readonly ok: false; readonly mostPerSecond: number }

/** The rate that is asked for, if the edge's own limit takes it; without one, as much of 20 a second as it takes. */
export function chooseRate(
  asked: number | undefined,
  service: string,
  edge: Project["edge"],
): ChosenRate {
  const limit = edge?.service === service ? edge.rateLimit : undefined
  if (limit === undefined) return { ok: true, ratePerSecond: asked ?? usualRate }
  const most = (shareOfLimit * limit.requests) / limit.periodSeconds
  const mostPerSecond = Number(most.toPrecision(6))
  if (asked !== undefined && asked > mostPerSecond) return { ok: false, mostPerSecond }
  return { ok: true, ratePerSecond: asked ?? Math.min(usualRate, mostPerSecond) }
}
