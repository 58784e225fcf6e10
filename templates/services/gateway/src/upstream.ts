export interface UpstreamRequest {
  readonly method: "GET" | "POST"
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  /** Ends the request, and the answer while it is being read. */
  readonly signal: AbortSignal
}

export interface UpstreamAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: ReadableStream<Uint8Array> | null
}

/** Sends one request, without following redirects. Rejects where no answer came. */
export type Send = (request: UpstreamRequest) => Promise<UpstreamAnswer>

/** How long the upstream may take. A model that is scaled to zero has to load before its first byte. */
export const upstreamTimesMs = {
  connect: 5_000,
  firstByte: 300_000,
  betweenChunks: 60_000,
} as const

/** A request that got no answer because the upstream took too long. */
export class UpstreamTimeout extends Error {}

/** Modal answers a call of more than 150 seconds with 303, and the result is at another path of the same host. */
const mostRedirects = 20

/** Sends a request and goes to where the result is, as long as that is the upstream itself. */
export async function sendAndFollow(send: Send, request: UpstreamRequest): Promise<UpstreamAnswer> {
  let url = request.url
  let answer = await send(request)
  for (let hop = 0; answer.status === 303 && hop < mostRedirects; hop += 1) {
    const next = new URL(answer.headers.get("location") ?? "", url)
    if (next.origin !== new URL(url).origin) return answer
    await answer.body?.cancel()
    url = next.href
    answer = await send({ method: "GET", url, headers: request.headers, signal: request.signal })
  }
  return answer
}

/** The whole body, or undefined when it is larger than `mostBytes`. Rejects when the upstream breaks off. */
export async function readWhole(
  body: ReadableStream<Uint8Array> | null,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > mostBytes) return undefined
    chunks.push(chunk)
  }
  const whole = new Uint8Array(size)
  chunks.reduce((offset, chunk) => {
    whole.set(chunk, offset)
    return offset + chunk.length
  }, 0)
  return whole
}
