import type { ProbeAnswer, ProbeRequest } from "../../ports/prober.ts"

/** Headers that may go to another origin; all others could be credentials. */
const harmless: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "cache-control",
  "content-type",
  "user-agent",
])

/** The request that a redirect asks for; undefined where the answer is none, or leads to no HTTP address. */
export function redirectedRequest(
  request: ProbeRequest,
  { statusCode, headers, url }: ProbeAnswer,
): ProbeRequest | undefined {
  const { location } = headers
  if (location === undefined || ![301, 302, 303, 307, 308].includes(statusCode)) return undefined
  const target = URL.parse(location, url)
  if (target === null || !/^https?:$/.test(target.protocol)) return undefined
  const kept = keepsBody(request.method, statusCode)
  const sameOrigin = target.origin === new URL(url).origin
  return {
    method: kept ? request.method : "GET",
    url: target.href,
    headers: Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => mayGo(name, { sameOrigin, kept })),
    ),
    ...(kept ? { body: request.body } : {}),
  }
}

/** As browsers do: 303 turns into GET, and so do 301 and 302 after a POST. */
function keepsBody(method: string, statusCode: number): boolean {
  if (method === "GET" || method === "HEAD") return true
  if (statusCode === 303) return false
  return statusCode > 303 || method !== "POST"
}

function mayGo(
  name: string,
  { sameOrigin, kept }: { readonly sameOrigin: boolean; readonly kept: boolean },
): boolean {
  const lower = name.toLowerCase()
  if (!kept && lower.startsWith("content-")) return false
  return sameOrigin ? lower !== "host" : harmless.has(lower)
}
