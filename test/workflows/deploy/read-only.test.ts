import { describe, expect, test } from "vitest"
import type { HttpRequest } from "../../../src/ports/http.ts"
import { isRead } from "../../../src/workflows/deploy/read-only.ts"

const get: HttpRequest = {
  operation: "alpha.call",
  method: "GET",
  url: "https://api.alpha.test/",
  headers: {},
  effect: "read",
  idempotent: true,
  timeoutMs: 1000,
}

function graphql(query: string): HttpRequest {
  return { ...get, method: "POST", body: JSON.stringify({ query }) }
}

describe("while a plan is made", () => {
  test.each<[string, HttpRequest]>([
    ["GET", get],
    ["a query", graphql("query Places($id: ID!) { project(id: $id) { name } }")],
    ["a query without a name", graphql("{ me { id } }")],
    ["a query whose field is called mutation", graphql("query { mutation { id } }")],
    ["a query with the word in a text", graphql('query { find(text: "mutation { x }") { id } }')],
    ["a query with the word in a comment", graphql("# mutation\nquery { me { id } }")],
  ])("%s is sent", (_, request) => expect(isRead(request)).toBe(true))

  test.each<[string, HttpRequest]>([
    ["what the driver calls a change", { ...get, effect: "change" }],
    ["POST without GraphQL", { ...get, method: "POST", body: "{}" }],
    ["POST of something else", { ...get, method: "POST", body: "name=x" }],
    ["DELETE", { ...get, method: "DELETE" }],
    ["a mutation", graphql("mutation Remove { serviceDelete(id: 1) }")],
    ["a mutation behind a fragment", graphql("fragment F on S { id } mutation { delete }")],
    ["a mutation behind a query", graphql("query A { me { id } } mutation B { delete }")],
  ])("%s is not", (_, request) => expect(isRead(request)).toBe(false))
})
