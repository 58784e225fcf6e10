/** What makes an answer the same answer. */
export interface CacheSubject {
  readonly tenant: string
  readonly route: string
  readonly model: string
  readonly adapter: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Deeper bodies are not cached; nobody asks a model like that. */
const mostDepth = 64

/** The text that is hashed to the key. Undefined for what cannot be cached. Parts are as JSON, so that none can pose as two. */
export function cacheSubjectText(subject: CacheSubject): string | undefined {
  const body = canonical(subject.body, 0)
  if (body === undefined) return undefined
  const { tenant, route, model, adapter } = subject
  return `1${JSON.stringify([tenant, route, model, adapter])}${body}`
}

/** JSON with its keys in order and without white space: the same for bodies that mean the same. */
function canonical(value: unknown, depth: number): string | undefined {
  if (depth > mostDepth) return undefined
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) {
    const parts = value.map((each) => canonical(each, depth + 1))
    return parts.includes(undefined) ? undefined : `[${parts.join(",")}]`
  }
  const parts = Object.entries(value)
    .toSorted(([left], [right]) => compare(left, right))
    .map(([key, each]) => {
      const text = canonical(each, depth + 1)
      return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`
    })
  return parts.includes(undefined) ? undefined : `{${parts.join(",")}}`
}

function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
