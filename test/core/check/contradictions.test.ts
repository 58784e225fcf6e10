import { describe, expect, test } from "vitest"
import { explainedDiagnostics } from "./explained-diagnostics.ts"

describe("what no answer can meet is said before anything is sent", () => {
  test.each([
    ["expect: { status: 204, json: { a: 1 } }", 24, "an answer with the status 204 has no body."],
    ["expect: { status: [204, 304], text: hello }", 31, "with the status 204 or 304 has no body."],
    ["expect: { stream: true, json: { a: 1 } }", 25, "an event stream is no JSON."],
    ["expect: { within: 1s, firstByte: 2s }", 34, '"within" ends the answer before that.'],
    ["expect: { json: { a: { $gt: 5, $lt: 5 } } }", 22, "its operators rule each other out."],
    ["expect: { json: { a: [{ $gte: 6, $lte: 5 }] } }", 23, "its operators rule each other out."],
    ["expect: { json: { a: { $exists: false, $eq: 1 } } }", 22, "rule each other out."],
    ["expect: { status: 100 }", 19, "1xx only announces one."],
  ])("%s", (fields, column, why) => {
    const [first, ...others] = explainedDiagnostics(fields)
    expect(first).toMatch(new RegExp(`^${column} manifest/`))
    expect(first).toContain(why)
    expect(others).toEqual([])
  })
})

test.each([
  ["expect: { status: [204, 200], text: hello }"],
  ["expect: { status: 204, stream: false }"],
  ["expect: { within: 2s, firstByte: 2s }"],
  ["expect: { json: { a: { $gte: 5, $lte: 5 } } }"],
  ["expect: { json: { a: { $exists: false } } }"],
  ["expect: { status: [100, 200] }"],
])("what can be met is left alone: %s", (fields) =>
  expect(explainedDiagnostics(fields)).toEqual([]),
)
