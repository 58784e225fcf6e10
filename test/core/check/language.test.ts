import { describe, expect, test } from "vitest"
import { explainedDiagnostics } from "./explained-diagnostics.ts"

describe("what a check may say", () => {
  test.each([
    ["{ status: 200, json: { status: ok } }"],
    ["{ status: 2xx, headers: { content-type: /json/, server: null } }"],
    ['{ json: { "$.choices[0].message.content": "/hello/", usage: { total: { $gte: 1 } } } }'],
    ["{ json: [1, 2], text: /ok/i, within: 30s, firstByte: 250ms }"],
    ["{ json: null }"],
    ["{ stream: true }"],
    ['{ stream: { chunks: 3, ends: "[DONE]", maxGap: 5s } }'],
    ["{}"],
  ])("expect: %s", (expected) => {
    expect(explainedDiagnostics(`expect: ${expected}`)).toEqual([])
  })

  test("of the request", () => {
    const request =
      "as: api-key, warmUp: 300s, redirects: 2, headers: { x-trace: a b }, json: { prompt: hi }, expect: {}"
    expect(explainedDiagnostics(request)).toEqual([])
  })
})

describe("what is wrong has its exact place", () => {
  test.each([
    [
      "expect: { text: /(/ }",
      "18 manifest/wrong-form",
      '"checks[0].expect.text" is "/(/", which is not a regular expression.',
      'Write a regular expression between slashes, such as "/^ok$/" or "/hello/i"; unterminated group.',
    ],
    [
      "expect: { json: { a: [ok, /b/gi] } }",
      "30 manifest/wrong-form",
      '"checks[0].expect.json.a[1]" is "/b/gi", which is not a regular expression.',
      'Write a regular expression between slashes, such as "/^ok$/" or "/hello/i"; only the flags i, m, s, u and v mean something here.',
    ],
    [
      'expect: { headers: { server: "/[/" } }',
      "32 manifest/wrong-form",
      '"checks[0].expect.headers.server" is "/[/", which is not a regular expression.',
      'Write a regular expression between slashes, such as "/^ok$/" or "/hello/i"; unterminated character class.',
    ],
    [
      "expect: { headers: { server name: a } }",
      "22 manifest/invalid-key",
      'The key "server name" is not the name of a header.',
      "Use letters, digits and hyphens, such as content-type.",
    ],
    [
      "expect: { json: { n: { $gtt: 1 } } }",
      "24 manifest/invalid-key",
      'The key "$gtt" is not an operator.',
      "Use an operator ($gt, $gte, $lt, $lte, $eq, $type, $exists); a key that is called so is reached with \"$['$gtt']\" at the top.",
    ],
    [
      "expect: { json: { n: { $gte: one } } }",
      "30 manifest/wrong-form",
      '"checks[0].expect.json.n.$gte" is "one", which is not a number.',
      "Write a number.",
    ],
    [
      'expect: { json: { "$.a[": 1 } }',
      "19 manifest/invalid-key",
      'The key "$.a[" is not a JSON path.',
      "Use $, then .key, [0] or ['key'] for each step, such as $.choices[0].text.",
    ],
    [
      'expect: { json: { a: { "$.b": 1 } } }',
      "24 manifest/invalid-key",
      'The key "$.b" is not allowed here, since paths begin at the top.',
      'Use it directly below "json".',
    ],
    [
      "expect: { status: 6xx }",
      "19 manifest/wrong-form",
      '"checks[0].expect.status" is "6xx", which is not a status.',
      "Write a status code or a class of them, such as 200 or 2xx.",
    ],
    [
      "expect: { stream: { chunk: 3 } }",
      "21 manifest/unknown-key",
      'The key "chunk" is not known in "checks[0].expect.stream".',
      'Did you mean "chunks"?',
    ],
    [
      "expect: { stream: yes please }",
      "19 manifest/wrong-type",
      '"checks[0].expect.stream" must be true or false or a map, but it is the text "yes please".',
      "Write true or false or a map here.",
    ],
    [
      "headers: { x-key: schlüssel→ }, expect: {}",
      "19 manifest/wrong-form",
      '"checks[0].headers.x-key" is "schlüssel→", which is not the value of a header.',
      "Write one line of plain characters.",
    ],
    [
      "json: { a: 1 }, body: text, expect: {}",
      "17 manifest/invalid-key",
      'The key "body" is not allowed beside "json".',
      'Use one of "json" and "body".',
    ],
    [
      "redirects: 21, expect: {}",
      "12 manifest/out-of-range",
      '"checks[0].redirects" must be at most 20.',
      "Write at most 20 here.",
    ],
  ])("%s", (fields, place, message, hint) => {
    expect(explainedDiagnostics(fields)).toEqual([`${place}: ${message} ${hint}`])
  })

  test("all of it at once", () => {
    const fields = 'expect: { text: /(/, json: { a: { $gtt: 1, $gte: x }, b: "/[/" } }'
    expect(explainedDiagnostics(fields)).toHaveLength(4)
  })
})
