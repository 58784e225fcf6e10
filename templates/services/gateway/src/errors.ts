import type { Context } from "hono"
import type { ContentfulStatusCode } from "hono/utils/http-status"

/** An answer that is an error, in the shape that OpenAI's clients understand. */
export interface ApiError {
  readonly status: ContentfulStatusCode
  readonly type: string
  readonly code: string
  readonly message: string
  readonly param?: string
}

export function errorBody({ message, type, code, param }: Omit<ApiError, "status">) {
  return { error: { message, type, param: param ?? null, code } }
}

export function answer(c: Context, error: ApiError): Response {
  return c.json(errorBody(error), error.status)
}

export const unauthorized: ApiError = {
  status: 401,
  type: "authentication_error",
  code: "invalid_api_key",
  message:
    'The API key is missing or wrong. Send it as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
}

export const tooMany: ApiError = {
  status: 429,
  type: "rate_limit_error",
  code: "rate_limit_exceeded",
  message: 'Too many requests with this key. The header "Retry-After" says when to try again.',
}

export const tooLarge: ApiError = {
  status: 413,
  type: "invalid_request_error",
  code: "body_too_large",
  message: "The body of the request is larger than 1 MiB.",
}

export const notFound: ApiError = {
  status: 404,
  type: "invalid_request_error",
  code: "not_found",
  message: "There is no such route.",
}

export const internal: ApiError = {
  status: 500,
  type: "internal_error",
  code: "internal_error",
  message: "The gateway failed. Its log says more.",
}

export function invalid(message: string, param?: string): ApiError {
  const error = { status: 400, type: "invalid_request_error", code: "invalid_request" } as const
  return { ...error, message, ...(param === undefined ? {} : { param }) }
}

export function upstreamError(status: 502 | 503 | 504, message: string): ApiError {
  return {
    status,
    type: "upstream_error",
    code: status === 504 ? "timeout" : "bad_upstream",
    message,
  }
}

/** Nobody is there to read it; the number is nginx's, for logs and metrics. */
export const clientGone = 499
