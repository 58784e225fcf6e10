/** The key or token of a request: of `Authorization: Bearer`, else of `X-API-Key`. Undefined where there is none. */
export function presentedBy(headers: Headers): string | undefined {
  const authorization = headers.get("authorization")
  if (authorization !== null) {
    const bearer = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
    if (bearer !== undefined) return bearer
  }
  return headers.get("x-api-key") || undefined
}
