import { type Send, UpstreamTimeout, upstreamTimesMs } from "./upstream.ts"

/** Sends with fetch, which is what Workers have. */
export const sendWithFetch: Send = async ({ url, method, headers, body, signal }) => {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new UpstreamTimeout()), upstreamTimesMs.firstByte)
  try {
    return await fetch(url, {
      method,
      headers,
      body: body ?? null,
      redirect: "manual",
      signal: AbortSignal.any([signal, late.signal]),
    })
  } finally {
    clearTimeout(timer)
  }
}
