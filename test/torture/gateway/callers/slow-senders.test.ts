import { expect, test } from "vitest"
import { completion, json } from "../support/scripts.ts"
import { openRaw } from "../support/raw-client.ts"
import { authorization, stage } from "../support/stage.ts"

// Group 9: who sends a head a letter at a time gives up before the gateway does.

test("a head that never comes to an end is refused with 408, and its connection is closed", async () => {
  const { upstream, url } = await stage(json(completion("hello")))
  const connection = openRaw(url)
  connection.send(`POST /v1/completions HTTP/1.1\r\nhost: g\r\nauthorization: ${authorization}\r\n`)
  const timer = setInterval(() => connection.send("x-slow: 1\r\n"), 500)
  const text = await connection.closed
  clearInterval(timer)
  expect(text).toMatch(/^HTTP\/1\.1 408 /)
  expect(text).toContain('"request_timeout"')
  expect(upstream.received).toEqual([])
})
