import { type Diagnostic, type ItemScope, type Service, shortHash } from "aidep/provider"
import { bindingTaken } from "./errors.ts"
import { type Options, platformId } from "./options.ts"
import type { BucketBinding, RateLimitBinding } from "./wrangler-config.ts"

const rateLimiter = "RATE_LIMITER"

/** Bindings to the R2 buckets that the service refers to: `files` becomes `FILES_BUCKET`. */
export function bucketBindings(
  { env }: Service,
  { nameOf, resourceNamed }: ItemScope<Options>,
): readonly BucketBinding[] {
  const referred = env.flatMap(({ segments }) =>
    segments.flatMap((segment) => (segment.type === "resource" ? [segment.resource] : [])),
  )
  return [...new Set(referred)]
    .toSorted()
    .flatMap((name) => resourceNamed(name) ?? [])
    .filter(({ kind, placement }) => kind === "bucket" && placement.platform === platformId)
    .map(({ name }) => ({
      binding: `${name.toUpperCase().replaceAll("-", "_")}_BUCKET`,
      bucket_name: nameOf(name),
    }))
}

/**
 * The edge's rate limit as a binding too, where a binding can have its period: for code that wants to count
 * by something else than the address, such as an API key. Nothing is counted unless the code calls it.
 */
export function rateLimitBindings(
  { name }: Service,
  { project, nameOf }: ItemScope<Options>,
): readonly RateLimitBinding[] {
  const { edge } = project
  if (edge?.service !== name || edge.platform !== platformId || edge.rateLimit === undefined)
    return []
  const { requests, periodSeconds } = edge.rateLimit
  if (periodSeconds !== 10 && periodSeconds !== 60) return []
  const simple = { limit: requests, period: periodSeconds } as const
  return [{ name: rateLimiter, namespace_id: namespaceId(nameOf(name)), simple }]
}

/** Bindings and variables share one set of names. */
export function bindingProblems(
  { env }: Service,
  bindings: readonly string[],
  { report }: Pick<ItemScope<unknown>, "report">,
): readonly Diagnostic[] {
  return env
    .filter(({ name }) => bindings.includes(name))
    .map(({ name }) => report(bindingTaken, { name }, `env.${name}`))
}

/** Counters are shared by all Workers of an account that use the same number: 28 bits of the name's hash. */
function namespaceId(name: string): string {
  return String(Number.parseInt(shortHash(name, 7), 16) + 1)
}
