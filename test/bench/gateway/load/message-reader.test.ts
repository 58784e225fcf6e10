import * as fc from "fast-check"
import { expect, test } from "vitest"
import { MessageReader } from "./message-reader.ts"

const messages = [
  { text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", body: "hello" },
  { text: "HTTP/1.1 204 No Content\r\n\r\n", body: "" },
  {
    text: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    body: "3\r\nabc\r\n0\r\n\r\n",
  },
  { text: "POST /v1 HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}", body: "{}" },
]

test("cuts a connection into the same messages, however its bytes arrive", () => {
  const bytes = Buffer.from(messages.map(({ text }) => text).join(""))
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 20 })
  fc.assert(
    fc.property(cuts, (places) => {
      const bodies: string[] = []
      const reader = new MessageReader(({ bytes: all, bodyStart, bodyEnd }) =>
        bodies.push(all.toString("latin1", bodyStart, bodyEnd)),
      )
      const edges = [0, ...places.toSorted((a, b) => a - b), bytes.length]
      edges.slice(1).forEach((edge, index) => reader.push(bytes.subarray(edges[index], edge)))
      expect(bodies).toEqual(messages.map(({ body }) => body))
    }),
  )
})
