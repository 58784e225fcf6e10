/** An answer that is an error, in the shape that OpenAI's clients understand. */
export interface ApiError {
  readonly status: number
  readonly type: string
  readonly code: string
  readonly message: string
  readonly param?: string
  /** For the header `Retry-After`. */
  readonly retryAfterSeconds?: number
}

export function errorBody({ message, type, code, param }: ApiError): string {
  return JSON.stringify({ error: { message, type, param: param ?? null, code } })
}

export function isApiError(value: object): value is ApiError {
  return "code" in value && "type" in value && "status" in value
}

const request = "invalid_request_error"

export const unauthorized: ApiError = {
  status: 401,
  type: "authentication_error",
  code: "invalid_api_key",
  message:
    'The API key is missing or wrong. Send it as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
}

export const authUnavailable: ApiError = {
  status: 503,
  type: "overloaded_error",
  code: "auth_unavailable",
  message: "The token cannot be checked now, because its issuer's keys cannot be had.",
  retryAfterSeconds: 5,
}

export const ipNotAllowed: ApiError = {
  status: 403,
  type: "permission_error",
  code: "ip_not_allowed",
  message: "Requests from this address are not allowed.",
}

export function insufficientScope(scope: string): ApiError {
  const message = `This key has no right to do that. It needs the scope "${scope}".`
  return { status: 403, type: "permission_error", code: "insufficient_scope", message }
}

export function invalid(message: string, param?: string): ApiError {
  const error = { status: 400, type: request, code: "invalid_request", message }
  return param === undefined ? error : { ...error, param }
}

export const invalidJson: ApiError = {
  status: 400,
  type: request,
  code: "invalid_json",
  message: "The body is not a JSON object in UTF-8.",
}

export const notFound: ApiError = {
  status: 404,
  type: request,
  code: "not_found",
  message: "There is no such route.",
}

export const methodNotAllowed: ApiError = {
  status: 405,
  type: request,
  code: "method_not_allowed",
  message: "This route has another method.",
}

export function tooLarge(mostBytes: number): ApiError {
  const message = `The body of the request is larger than ${mostBytes} bytes.`
  return { status: 413, type: request, code: "body_too_large", message }
}

export const uriTooLong: ApiError = {
  status: 414,
  type: request,
  code: "uri_too_long",
  message: "The address of the request is longer than 8192 bytes.",
}

export const unsupportedEncoding: ApiError = {
  status: 415,
  type: request,
  code: "unsupported_encoding",
  message: "The body is compressed. Send it as it is.",
}

export function tooMany(code: string, message: string, retryAfterSeconds: number): ApiError {
  return { status: 429, type: "rate_limit_error", code, message, retryAfterSeconds }
}

export const overloaded: ApiError = {
  status: 503,
  type: "overloaded_error",
  code: "overloaded",
  message: "Too many requests are being answered at the moment.",
  retryAfterSeconds: 1,
}

export const stopping: ApiError = {
  status: 503,
  type: "overloaded_error",
  code: "stopping",
  message: "The gateway is being stopped.",
  retryAfterSeconds: 1,
}

export function badUpstream(message: string): ApiError {
  return { status: 502, type: "upstream_error", code: "bad_upstream", message }
}

export function upstreamUnavailable(retryAfterSeconds: number): ApiError {
  return {
    status: 503,
    type: "upstream_error",
    code: "upstream_unavailable",
    message: "The upstream failed too often and is left alone for a moment.",
    retryAfterSeconds,
  }
}

export const upstreamCold: ApiError = {
  status: 503,
  type: "upstream_error",
  code: "upstream_cold",
  message: "The upstream is still starting. Try again in a moment.",
  retryAfterSeconds: 10,
}

export const timedOut: ApiError = {
  status: 504,
  type: "upstream_error",
  code: "timeout",
  message: "The upstream took too long to answer.",
}

export const internal: ApiError = {
  status: 500,
  type: "internal_error",
  code: "internal_error",
  message: "The gateway failed. Its log says more.",
}

/** Nobody is there to read it; the number is nginx's, for logs and metrics. */
export const clientGone: ApiError = {
  status: 499,
  type: "client_error",
  code: "client_gone",
  message: "The client left.",
}
