import { expect, test } from "vitest"
import { findRoute } from "../../../providers/_shared/simulator/find-route.ts"

const routes = [
  { method: "GET", path: "/apps/{name}" },
  { method: "GET", path: "/apps/mine" },
  { method: "POST", path: "/apps/{name}/parts/{part}" },
]

test.each([
  ["GET", "/apps/api", { status: "found", route: routes[0], ids: ["api"] }],
  ["GET", "/apps/mine", { status: "found", route: routes[1], ids: [] }],
  ["POST", "/apps/a%20b/parts/c", { status: "found", route: routes[2], ids: ["a b", "c"] }],
  ["DELETE", "/apps/api", { status: "other-method" }],
  ["GET", "/apps", { status: "unknown" }],
  ["GET", "/apps/api/other/c", { status: "unknown" }],
])("%s %s is %o", (method, path, expected) => {
  expect(findRoute(routes, { method, path })).toEqual(expected)
})
