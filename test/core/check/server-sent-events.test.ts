import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseEventStream } from "../../../src/core/check/server-sent-events.ts"

describe("events", () => {
  test.each([
    ["one", "data: hello\n\n", [["message", "hello"]]],
    ["with a name", "event: ping\ndata: 1\n\n", [["ping", "1"]]],
    ["of several lines", "data: a\ndata: b\ndata:\n\n", [["message", "a\nb\n"]]],
    ["with CRLF", "event: x\r\ndata: a\r\ndata: b\r\n\r\n", [["x", "a\nb"]]],
    ["with CR", "data: a\rdata: b\r\r", [["message", "a\nb"]]],
    [
      "with mixed line ends",
      "data: a\r\n\ndata: b\n\r\n",
      [
        ["message", "a"],
        ["message", "b"],
      ],
    ],
    ["after a byte order mark", "\uFEFFdata: a\n\n", [["message", "a"]]],
    ["between comments", ": keep-alive\n\ndata: a\n: more\n\n", [["message", "a"]]],
    ["without a space", "data:a\n\n", [["message", "a"]]],
    ["with one space dropped only", "data:  a\n\n", [["message", " a"]]],
    ["without a colon", "data\n\n", [["message", ""]]],
    ["without data are none", "event: ping\nid: 1\n\nretry: 5\n\n", []],
    ["with unknown fields", "foo: bar\ndata: a\nid: 7\n\n", [["message", "a"]]],
    ["with colons in their data", 'data: {"a":1}\n\n', [["message", '{"a":1}']]],
  ])("%s", (_title, text, events) => {
    const stream = parseEventStream(text)
    expect(stream.events.map(({ event, data }) => [event, data])).toEqual(events)
    expect(stream.unfinished).toBeUndefined()
  })
})

test.each([
  ["data: a\n\ndata: b\n", "b"],
  ["data: a\n\ndata: b", "b"],
  ["data: a\n\nevent: x\ndata: b\r\n", "b"],
])("an event that nothing closes is told apart: %j", (text, data) => {
  const stream = parseEventStream(text)
  expect(stream.events).toHaveLength(1)
  expect(stream.unfinished?.data).toBe(data)
})

test("whatever data is sent, with whatever line ends, arrives", () => {
  const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text))
  const lineEnd = fc.constantFrom("\n", "\r\n", "\r")
  fc.assert(
    fc.property(fc.array(fc.array(line, { minLength: 1 })), lineEnd, (events, end) => {
      const text = events
        .map((lines) => lines.map((one) => `data: ${one}${end}`).join("") + end)
        .join("")
      const read = parseEventStream(text)
      expect(read.events.map(({ data }) => data)).toEqual(events.map((lines) => lines.join("\n")))
    }),
  )
})
