import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseJsonMatcher } from "../../../../src/core/check/match/json-matcher.ts"
import { matchJson } from "../../../../src/core/check/match/match-json.ts"

const answer = {
  status: "ok",
  count: 3,
  ratio: 0.5,
  error: null,
  ready: true,
  path: "/v1/",
  model: { id: "qwen", tags: ["a", "b"] },
  choices: [{ message: { content: "Hello there" }, index: 0 }],
}

describe("a match", () => {
  test.each([
    [{ status: "ok" }],
    [{ status: "/^o/", model: { id: "qwen" } }],
    [{ model: { tags: ["a", "/b|c/"] } }],
    [{ error: null, ready: true, count: 3 }],
    [{ count: { $gte: 3, $lte: 3 } }],
    [{ ratio: { $gt: 0, $lt: 1, $type: "number" } }],
    [{ count: { $type: "integer" }, choices: { $type: "array" }, model: { $type: "object" } }],
    [{ error: { $type: "null" }, ready: { $type: "boolean" }, status: { $type: "string" } }],
    [{ error: { $exists: true }, missing: { $exists: false } }],
    [{ path: { $eq: "/v1/" } }],
    [{ "$.choices[0].message.content": "/hello/i", status: "ok" }],
    [{ "$.choices[-1].index": { $lt: 1 } }],
    [{ $: { $type: "object" } }],
    [{}],
  ])("%j", (expected) => {
    expect(mismatches(answer, expected)).toEqual([])
  })

  test("of lists at the top", () => {
    expect(mismatches([1, 2], [1, 2])).toEqual([])
    expect(mismatches([{ id: 1 }], { "$[0].id": 1 })).toEqual([])
  })
})

describe("no match", () => {
  test.each([
    [{ status: "OK" }, ["status", 'value "OK"', "ok"]],
    [{ count: "3" }, ["count", 'value "3"', 3]],
    [{ status: "/^k/" }, ["status", "match /^k/", "ok"]],
    [{ count: "/3/" }, ["count", "match /3/", 3]],
    [{ missing: 1 }, ["missing", "value 1", undefined]],
    [{ missing: null }, ["missing", "value null", undefined]],
    [{ model: { tags: ["a"] } }, ["model.tags", "be a list of 1", ["a", "b"]]],
    [{ model: { tags: ["b", "b"] } }, ["model.tags.0", 'value "b"', "a"]],
    [{ status: { id: 1 } }, ["status", "be a map", "ok"]],
    [{ status: ["ok"] }, ["status", "be a list of 1", "ok"]],
    [{ count: { $gt: 3 } }, ["count", "be more than 3", 3]],
    [{ count: { $lt: 3 } }, ["count", "be less than 3", 3]],
    [{ count: { $gte: 4 } }, ["count", "be 4 or more", 3]],
    [{ count: { $lte: 2 } }, ["count", "be 2 or less", 3]],
    [{ status: { $gte: 0 } }, ["status", "be 0 or more", "ok"]],
    [{ ratio: { $type: "integer" } }, ["ratio", "be of the type integer", 0.5]],
    [{ model: { $type: "array" } }, ["model", "be of the type array", answer.model]],
    [{ choices: { $type: "object" } }, ["choices", "be of the type object", answer.choices]],
    [{ missing: { $exists: true } }, ["missing", "be there", undefined]],
    [{ error: { $exists: false } }, ["error", "be absent", null]],
    [{ path: { $eq: "/v2/" } }, ["path", 'be "/v2/"', "/v1/"]],
    [{ "$.choices[1].index": 1 }, ["choices.1.index", "value 1", undefined]],
    [{ toString: { $exists: true } }, ["toString", "be there", undefined]],
  ])("%j", (expected, mismatch) => {
    expect(mismatches(answer, expected)).toEqual([mismatch])
  })

  test("every one is told, in the order of the expectation", () => {
    const expected = { count: 4, status: "no", model: { id: "x" } }
    expect(mismatches(answer, expected).map(([path]) => path)).toEqual([
      "count",
      "status",
      "model.id",
    ])
  })
})

describe("the language", () => {
  test.each([
    [{ count: { $gtt: 1 } }, ["count", "$gtt"], "key", "an operator"],
    [{ count: { $gte: "1" } }, ["count", "$gte"], "value", "a number"],
    [{ a: { $type: "text" } }, ["a", "$type"], "value", "a JSON type"],
    [{ a: { $exists: "yes" } }, ["a", "$exists"], "value", "true or false"],
    [{ a: { $eq: [1] } }, ["a", "$eq"], "value", "a plain value"],
    [{ a: { $gte: 1, b: 2 } }, ["a", "$gte"], "key", "allowed beside other keys"],
    [{ "$.a[": 1 }, ["$.a["], "key", "a JSON path"],
    [{ a: { "$.b": 1 } }, ["a", "$.b"], "key", "allowed here, since paths begin at the top"],
    [{ list: ["ok", "/(/"] }, ["list", 1], "value", "a regular expression"],
    [{ a: Infinity }, ["a"], "value", "a JSON value"],
  ])("%j", (expected, path, at, name) => {
    const { problems } = parseJsonMatcher(expected)
    expect(problems).toMatchObject([{ path, at, problem: { name } }])
  })

  test("tells all problems at once", () => {
    const { problems } = parseJsonMatcher({ a: { $gtt: 1, $gte: "x" }, b: ["/(/"] })
    expect(problems.map(({ path }) => path.join("."))).toEqual(["a.$gtt", "a.$gte", "b.0"])
  })
})

describe("properties", () => {
  // A text between slashes and a key with a dollar sign have a meaning of their own.
  const plain = fc
    .jsonValue({ depthSize: "small" })
    .filter((value) => !/"\$|"\/|__proto__/.test(JSON.stringify(value)))

  test("every plain JSON value matches itself, and what is added to maps does not matter", () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(mismatches(value, value)).toEqual([])
        expect(mismatches(withMore(value), value)).toEqual([])
      }),
    )
  })

  test("reading and matching are total", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (expected, found) => {
        expect(matchJson(found, parseJsonMatcher(expected).matcher)).toBeInstanceOf(Array)
      }),
    )
  })
})

function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withMore(inner)] as const)
  return { ...Object.fromEntries(entries), "one more": true }
}

/** Path, expectation and what was found, of each mismatch. */
function mismatches(found: unknown, expected: unknown) {
  const { matcher, problems } = parseJsonMatcher(expected)
  expect(problems).toEqual([])
  return matchJson(found, matcher).map(({ steps, expected: wanted, found: there }) => [
    steps.join("."),
    wanted.type === "words" ? wanted.words : `value ${JSON.stringify(wanted.value)}`,
    there,
  ])
}
