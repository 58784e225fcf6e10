import type { Send } from "./send.ts"

export interface TextRequest {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent with POST. */
  readonly body?: string
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

const mostBytes = 1024 * 1024

/** A small exchange with a service of the gateway's own, such as Redis over HTTP or an issuer of tokens. */
export async function fetchText(
  send: Send,
  { url, headers = {}, body, signal, timeoutMs = 5_000 }: TextRequest,
): Promise<{ readonly status: number; readonly text: string }> {
  const late = AbortSignal.timeout(timeoutMs)
  const answer = await send({
    method: body === undefined ? "GET" : "POST",
    url,
    headers,
    body: body === undefined ? undefined : new TextEncoder().encode(body),
    signal: signal === undefined ? late : AbortSignal.any([late, signal]),
    timeouts: { connect: timeoutMs, firstByte: timeoutMs, idle: timeoutMs },
  })
  const whole = await answer.body.whole(mostBytes)
  if (whole === undefined) throw new Error("The answer is too large.")
  return { status: answer.status, text: new TextDecoder().decode(whole) }
}
