import type { Call } from "./call.ts"
import type { Gateway } from "./gateway.ts"
import {
  type ApiError,
  overloaded,
  tooLarge,
  unsupportedEncoding,
  uriTooLong,
} from "./http/errors.ts"
import { after, type Later } from "./later.ts"
import type { Route } from "./routes.ts"

const longestUrl = 8192

/**
 * The bytes of a request, undefined where there are to be none. They are taken where there is room for them: one body
 * alone is bounded, and all of them together. Rejects when the client leaves.
 */
export function readBody(
  call: Call,
  route: Route,
  { config, runtime, metrics, bodies }: Gateway,
): Later<Uint8Array | undefined | ApiError> {
  const { headers, url } = call.context.req.raw
  if (url.length > longestUrl) return uriTooLong
  if (route.body === "none") return undefined
  const encoding = headers.get("content-encoding")
  if (encoding !== null && encoding !== "identity") return unsupportedEncoding
  const told = headers.get("content-length")
  const most = told === null ? config.maxBody : Number(told)
  if (most > config.maxBody) return tooLarge(config.maxBody)
  if (!bodies.reserve(most)) {
    metrics.limited.count("capacity")
    return overloaded
  }
  let held = most
  call.atEnd(() => bodies.free(held))
  return after(runtime.http.readBody(call.context, config.maxBody), (body) => {
    if (body === undefined) return tooLarge(config.maxBody)
    bodies.free(most - body.length)
    held = body.length
    return body
  })
}
