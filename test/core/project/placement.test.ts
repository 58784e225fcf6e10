import { describe, expect, test } from "vitest"
import { projectOf, resolveText, serviceOf } from "../../support/resolve-text.ts"
import { placed } from "../../support/parse-text.ts"

const text = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [acme, bolt] }
  jobs: { kind: worker, source: ./jobs, targets: [bolt] }
  far: { kind: web, targets: [external] }
resources:
  cache: { kind: redis, targets: [stock, acme, bolt] }
environments:
  production: {}
  staging: { services: { api: { target: bolt } } }
`

const places = (options?: Parameters<typeof projectOf>[1]) => {
  const { services, resources } = projectOf(text, options)
  return Object.fromEntries(
    [...services, ...resources].map(({ name, placement }) => [name, placement.platform]),
  )
}

describe("where things go", () => {
  test("to the first of their targets", () => {
    expect(places()).toEqual({ api: "acme", jobs: "bolt", far: "external", cache: "stock" })
  })

  test("with --target to it, where it is listed", () => {
    expect(places({ target: "bolt" })).toEqual({
      api: "bolt",
      jobs: "bolt",
      far: "external",
      cache: "bolt",
    })
    expect(places({ target: "acme" })).toEqual({
      api: "acme",
      jobs: "bolt",
      far: "external",
      cache: "acme",
    })
  })

  test("what is fixed for an environment stays, whatever --target says", () => {
    expect(places({ environment: "staging" })["api"]).toBe("bolt")
    expect(places({ environment: "staging", target: "acme" })["api"]).toBe("bolt")
  })

  test("to a platform that is always allowed, unless they run elsewhere", () => {
    expect(places({ target: "home" })).toEqual({
      api: "home",
      jobs: "home",
      far: "external",
      cache: "home",
    })
  })

  test("a service may be fixed to a platform that is always allowed", () => {
    const fixed = text.replace("target: bolt", "target: home")
    expect(serviceOf(fixed, "api", { environment: "staging" }).placement.platform).toBe("home")
  })

  test("every allowed platform is kept", () => {
    expect(serviceOf(text, "api", { target: "bolt" }).placement.targets).toEqual(["acme", "bolt"])
  })
})

describe("options", () => {
  const optioned = `${text}platforms: { acme: { plan: small, region: x, deep: { a: 1, b: 2 } } }\n`

  test("of the platform hold for all that goes there", () => {
    expect(serviceOf(optioned, "api").placement.options).toEqual({
      plan: "small",
      region: "x",
      deep: { a: 1, b: 2 },
    })
    expect(serviceOf(optioned, "jobs").placement.options).toEqual({})
  })

  test("of the service are laid over them", () => {
    const own = optioned.replace(
      "targets: [acme, bolt]",
      "targets: [acme, bolt], platforms: { acme: { plan: large, region: null, deep: { b: 3 } } }",
    )
    expect(serviceOf(own, "api").placement.options).toEqual({ plan: "large", deep: { a: 1, b: 3 } })
  })

  test("are nobody's who merely has the name of something that every object has", () => {
    const odd = optioned.replace("targets: [bolt]", "targets: [constructor]")
    expect(placed(resolveText(odd).diagnostics)).toEqual(["5:51 project/unknown-target"])
  })
})
