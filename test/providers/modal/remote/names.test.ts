import { describe, expect, test } from "vitest"
import { labelOf } from "../../../../providers/modal/program/label.ts"
import { failureOf } from "../../../../providers/modal/remote/cli/failures.ts"
import { mayBeOurs, partOf } from "../../../../providers/modal/remote/read/names.ts"
import { tagIn, tagText } from "../../../../providers/modal/remote/read/tags.ts"
import { remoteName } from "../../../../src/core/project/names.ts"

function place(project: string, environment: string) {
  const nameOf = (part: string) => remoteName([project, environment, part], 63)
  return { project, environment, nameOf }
}

describe("a built name", () => {
  const long = "p".repeat(40)

  test.each([
    ["shop", "production", "api"],
    ["shop", "pr-12", "api-worker"],
    [long, "staging", "inference"],
    ["shop", "production", "a-1234abcd"],
  ])("of %s, %s and %s tells its part", (project, environment, part) => {
    const scope = place(project, environment)
    const name = scope.nameOf(part)
    expect(mayBeOurs(name, scope)).toBe(true)
    expect(partOf(name, part, scope)).toBe(part)
  })

  test.each([
    "shop-production-",
    "shop-staging-api",
    "other-production-api",
    "shop-production-api-x!",
  ])("is not %s", (name) => {
    const scope = place("shop", "production")
    const isOurs = mayBeOurs(name, scope) && partOf(name, undefined, scope) === "api"
    expect(isOurs).toBe(false)
  })

  test("becomes a label with room for the workspace, one for each name", () => {
    expect(labelOf("shop-production-api")).toBe("shop-production-api")
    const labels = ["a", "b"].map((last) => labelOf(`${"shop-".repeat(11)}${last}`))
    expect(labels.map(({ length }) => length <= 40)).toEqual([true, true])
    expect(new Set(labels).size).toBe(2)
    expect(labels.join("")).toMatch(/^[a-z0-9-]+$/)
  })
})

describe("a tag", () => {
  test("says what was deployed, and is as long as Modal takes", () => {
    const tag = { deploymentId: "d-0123456789ab", type: "server", owner: "inference" } as const
    expect(tagText(tag)).toBe("aidep.d-0123456789ab.server.inference")
    expect(tagIn(tagText(tag))).toEqual(tag)
    const long = tagText({ ...tag, owner: "o".repeat(40) })
    expect(long).toHaveLength(50)
    expect(tagIn(long)?.deploymentId).toBe("d-0123456789ab")
  })

  test.each([null, undefined, "", "v1.2.0", "aidep", "aidep.d-1.thing.api", "other.d-1.job.api"])(
    "%s is not ours",
    (text) => {
      expect(tagIn(text)).toBeUndefined()
    },
  )
})

test.each([
  ["Error: Could not connect to the Modal server.\n", "platform/unreachable", true],
  ["Error: Token validation failed.\n", "platform/unauthorized", false],
  ["Error: You do not have permission to deploy here.\n", "platform/forbidden", false],
  ["Error: Too many requests.\n", "platform/rate-limited", false],
  ["Error: Workspace is over its budget.\n", "platform/quota", false],
  ["Traceback\nError: Unknown region 'mars'\n", "platform/refused", false],
  ["", "platform/refused", false],
])("%j is told as %s", (output, code, maybeDone) => {
  expect(failureOf("modal.deploy", output)).toMatchObject({ problem: { code }, maybeDone })
})
