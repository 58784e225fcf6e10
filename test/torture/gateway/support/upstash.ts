import { connect } from "node:net"
import * as z from "zod"
import { onTestFinished } from "vitest"
import { json } from "./scripts.ts"
import type { Script } from "./scripted-upstream.ts"

const words = z.array(z.union([z.string(), z.number()]))

/**
 * Upstash's way to a Redis: a command is a list of JSON, its reply `{"result"}` or `{"error"}` with 400, and only the
 * token opens. Source: https://upstash.com/docs/redis/features/restapi (2026-11).
 */
export function upstashScript(port: number, token: string): Script {
  const redis = commandsOf(port)
  return async (exchange) => {
    if (exchange.headers.authorization !== `Bearer ${token}`)
      return json({ error: "WRONGPASS invalid or missing auth token" }, 401)(exchange)
    const reply = await redis(words.parse(JSON.parse(exchange.body)))
    return json(reply, "error" in reply ? 400 : 200)(exchange)
  }
}

type Reply = { readonly result: unknown } | { readonly error: string }

/** One connection; replies come in the order of the commands. */
function commandsOf(port: number): (command: readonly (string | number)[]) => Promise<Reply> {
  const socket = connect(port, "127.0.0.1")
  const waiting: ((reply: Reply) => void)[] = []
  let received = Buffer.alloc(0)
  onTestFinished(() => void socket.destroy())
  socket.on("error", () => socket.destroy())
  socket.on("data", (part: Buffer) => {
    received = Buffer.concat([received, part])
    for (;;) {
      const read = readReply(received, 0)
      if (read === undefined) return
      received = received.subarray(read.end)
      waiting.shift()?.(read.reply)
    }
  })
  return async (command) =>
    await new Promise((resolve) => {
      waiting.push(resolve)
      const parts = command.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`)
      socket.write(`*${parts.length}\r\n${parts.join("")}`)
    })
}

interface Read {
  readonly reply: Reply
  readonly end: number
}

/** A reply of Redis' protocol at this place; undefined while a part of it is missing. */
function readReply(bytes: Buffer, at: number): Read | undefined {
  const line = bytes.indexOf("\r\n", at)
  if (line < 0) return undefined
  const text = bytes.toString("utf8", at + 1, line)
  const end = line + 2
  switch (String.fromCharCode(bytes[at] ?? 0)) {
    case "-":
      return { reply: { error: text }, end }
    case ":":
      return { reply: { result: Number(text) }, end }
    case "$":
      return readBulk(bytes, end, Number(text))
    case "*":
      return readList(bytes, end, Number(text))
    default:
      return { reply: { result: text }, end }
  }
}

function readBulk(bytes: Buffer, at: number, length: number): Read | undefined {
  if (length < 0) return { reply: { result: null }, end: at }
  if (bytes.length < at + length + 2) return undefined
  return { reply: { result: bytes.toString("utf8", at, at + length) }, end: at + length + 2 }
}

function readList(bytes: Buffer, at: number, length: number): Read | undefined {
  const results: unknown[] = []
  let end = at
  for (let index = 0; index < length; index += 1) {
    const read = readReply(bytes, end)
    if (read === undefined) return undefined
    results.push("result" in read.reply ? read.reply.result : null)
    end = read.end
  }
  return { reply: { result: results }, end }
}
