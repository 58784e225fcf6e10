import { expect, test } from "vitest"
import { parseGivenAddress } from "../../../src/core/check/given-address.ts"
import { projectOf } from "../../support/resolve-text.ts"

const services = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [acme], port: 1 }
  web: { kind: web, source: ./web, targets: [acme], port: 2 }
`
const check = (service: string) =>
  `{ name: ${service}, service: ${service}, request: GET /, expect: {} }`
const edge = "edge: { target: acme, domain: shop.example.com, service: web, tls: strict }\n"
const address = "https://shop.example.com"

test.each([
  ["the service that it names", services, `api=${address}`, "api"],
  ["the one behind the edge", `${services}${edge}checks: [${check("api")}]\n`, address, "web"],
  [
    "the only one with checks",
    `${services}checks: [${check("api")}, ${check("api")}]\n`,
    address,
    "api",
  ],
])("an address belongs to %s", (_title, manifest, written, service) => {
  const given = parseGivenAddress(written, projectOf(manifest))
  expect(given).toEqual({ ok: true, given: { service, address } })
})

test.each([
  ["several have checks", `${services}checks: [${check("api")}, ${check("web")}]\n`],
  ["none has, and there are several", services],
])("an address that could belong to more is a problem: %s", (_title, manifest) => {
  const parsed = parseGivenAddress(address, projectOf(manifest))
  expect(parsed).toMatchObject({ ok: false, problem: { code: "check/ambiguous-address" } })
})
