import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { remoteName, shortHash } from "../../../src/core/project/names.ts"

describe("names of remote objects", () => {
  test.each([
    [["shop", "production", "api"], 63, "shop-production-api"],
    [["lora-gateway", "production", "gateway"], 63, "lora-gateway-production-gateway"],
    [["shop", "production", "api"], 19, "shop-production-api"],
    [["shop", "production", "api"], 18, "shop-prod-522fb0f4"],
    [["shop", "production", "gateway"], 14, "shop-a40e7107"],
  ])("%j within %i characters is %s", (parts, length, name) => {
    expect(remoteName(parts, length)).toBe(name)
  })

  test("environments whose names run into those of services stay apart", () => {
    const one = remoteName(["shop", "staging", "api-worker"], 63)
    const other = remoteName(["shop", "staging-api", "worker"], 63)
    expect(one).toBe("shop-staging-api-worker")
    expect(other).toMatch(/^shop-staging-api-worker-[0-9a-f]{8}$/)
  })

  test("the hash is the SHA-256 that everybody computes", () => {
    expect(shortHash("abc", 64)).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )
    expect(shortHash("abc")).toBe("ba7816bf")
  })
})

describe("for any project", () => {
  const name = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  /** Few letters, so that names often run into each other. */
  const alike = fc.stringMatching(/^a(?:[a-]{0,4}a)?$/)
  const part = fc.oneof(name, alike)
  const length = fc.integer({ min: 16, max: 80 })

  test("a name fits, keeps to letters, digits and hyphens, and does not end in a hyphen", () => {
    fc.assert(
      fc.property(part, part, part, length, (project, environment, service, max) => {
        const built = remoteName([project, environment, service], max)
        expect(built.length).toBeLessThanOrEqual(max)
        expect(built).toMatch(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/)
      }),
    )
  })

  test("different environments and services never get the same name", () => {
    const pair = fc.tuple(part, part)
    fc.assert(
      fc.property(part, pair, pair, length, (project, one, other, max) => {
        fc.pre(one.join("/") !== other.join("/"))
        expect(remoteName([project, ...one], max)).not.toBe(remoteName([project, ...other], max))
      }),
      { numRuns: 5000 },
    )
  })
})
