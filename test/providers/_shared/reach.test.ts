import { expect, test } from "vitest"
import railway from "../../../providers/railway/provider.ts"
import { isPrivate } from "../../../providers/_shared/reach.ts"
import { renderManifest } from "../../support/render-manifest.ts"

/** Whether `api` needs no public address in a manifest with these further lines. */
function isApiPrivate(api: string, others = "", more = ""): boolean {
  const text = `
version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [railway]${api} }
  ${others}
${more}
`
  const { diagnostics, project } = renderManifest(text, { providers: [railway] })
  const service = project?.services.find(({ name }) => name === "api")
  if (project === undefined || service === undefined) throw new Error(JSON.stringify(diagnostics))
  return isPrivate(service, {
    project,
    callersOf: (name) => project.services.filter(({ dependsOn }) => dependsOn.includes(name)),
    isChecked: (name) => project.checks.some((check) => check.service === name),
  })
}

const internal = ", access: internal"
const caller = (kind: string, target: string) =>
  `caller: { kind: ${kind}, source: ./caller, targets: [${target}], env: { API: "\${services.api.url}" } }`

test("an internal service whose callers run beside it is private", () => {
  expect(isApiPrivate(internal, caller("worker", "railway"))).toBe(true)
})

test.each([
  ["it is public", isApiPrivate("", caller("worker", "railway"))],
  ["nothing in the manifest calls it", isApiPrivate(internal)],
  ["a static site calls it", isApiPrivate(internal, caller("static", "railway"))],
  [
    "a check asks it from outside",
    isApiPrivate(
      internal,
      caller("worker", "railway"),
      "checks: [{ name: up, service: api, request: GET /health, as: internal, expect: { status: 200 } }]",
    ),
  ],
])("a service is not private when %s", (_, found) => {
  expect(found).toBe(false)
})
