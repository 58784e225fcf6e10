import { describe, expect, test } from "vitest"
import { checkRequest, releaseRequest } from "../../../src/core/check/check-request.ts"
import { parsedText } from "../../support/parse-text.ts"

const nobody = { ok: true, headers: {}, secrets: [] } as const

describe("the request of a check", () => {
  test.each([
    ["request: GET /health", { method: "GET", url: "https://api.example.com/health", headers: {} }],
    [
      "request: POST /v1/generate?debug=1, json: { prompt: hi, list: [1] }",
      {
        method: "POST",
        url: "https://api.example.com/v1/generate?debug=1",
        headers: { "content-type": "application/json" },
        body: '{"prompt":"hi","list":[1]}',
      },
    ],
    [
      "request: PUT /a, json: null, headers: { Content-Type: application/vnd.a+json }",
      {
        method: "PUT",
        url: "https://api.example.com/a",
        headers: { "content-type": "application/vnd.a+json" },
        body: "null",
      },
    ],
    [
      "request: POST /a, body: 'a=1', headers: { X-Trace: t }",
      {
        method: "POST",
        url: "https://api.example.com/a",
        headers: { "x-trace": "t" },
        body: "a=1",
      },
    ],
  ])("%s", (fields, request) => {
    expect(checkRequest(check(fields), "https://api.example.com", nobody)).toEqual({
      request,
      secrets: [],
    })
  })

  test("keeps to the host, whatever its path", () => {
    const { request } = checkRequest(
      check("request: GET //evil.example"),
      "https://a.b/v1/",
      nobody,
    )
    expect(request.url).toBe("https://a.b/v1//evil.example")
  })

  test("carries the caller, and all its credentials are secrets", () => {
    const caller = { ok: true, headers: { "x-api-key": "real" }, secrets: ["real"] } as const
    const fields = 'request: GET /, headers: { X-API-Key: mine, Authorization: "Bearer abc" }'
    const { request, secrets } = checkRequest(check(fields), "https://a.b", caller)
    expect(request.headers).toEqual({ "x-api-key": "real", authorization: "Bearer abc" })
    expect(secrets).toEqual(expect.arrayContaining(["real", "Bearer abc", "abc"]))
  })
})

test("the release probe goes past every cache", () => {
  const caller = { ok: true, headers: { authorization: "Bearer t" }, secrets: ["t"] } as const
  expect(releaseRequest("https://a.b/", "/health", caller)).toEqual({
    request: {
      method: "GET",
      url: "https://a.b/health",
      headers: { "cache-control": "no-store", authorization: "Bearer t" },
    },
    secrets: ["t"],
  })
})

function check(fields: string) {
  const { manifest } = parsedText(`version: 1
name: shop
services: { api: { kind: web, source: ./api, targets: [fly] } }
checks: [{ name: a, service: api, ${fields}, expect: {} }]
`)
  const [first] = manifest.checks ?? []
  if (first === undefined) throw new Error("There is no check.")
  return first
}
