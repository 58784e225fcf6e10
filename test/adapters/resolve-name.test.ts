import { createSocket } from "node:dgram"
import { once } from "node:events"
import { expect, onTestFinished, test } from "vitest"
import { resolveName } from "../../src/adapters/node-network/resolve-name.ts"

test("a name of this machine has addresses and no alias", async () => {
  const resolved = await resolveName("localhost", { servers: [await nameServer({})] })
  expect(resolved.addresses).not.toEqual([])
  expect(resolved).toMatchObject({ aliases: [], failure: undefined })
})

test("the chain of a name that leads nowhere is told", async () => {
  const servers = [
    await nameServer({ "api.invalid": "edge.invalid", "edge.invalid": "gone.invalid" }),
  ]
  const { aliases, addresses, failure } = await resolveName("api.invalid", { servers })
  expect(aliases).toEqual(["edge.invalid", "gone.invalid"])
  expect(addresses).toEqual([])
  expect(failure).toMatch(/^(?:ENOTFOUND|EAI_AGAIN)$/)
})

test("a chain that leads in a circle ends", async () => {
  const servers = [await nameServer({ "a.invalid": "b.invalid", "b.invalid": "a.invalid" })]
  expect((await resolveName("a.invalid", { servers })).aliases).toEqual(["b.invalid"])
})

/** A name server on loopback that knows aliases only: RFC 1035, one question a message. */
async function nameServer(aliases: Readonly<Record<string, string>>): Promise<string> {
  const socket = createSocket("udp4")
  socket.on("message", (query, { port, address }) => {
    const end = query.indexOf(0, 12) + 5
    const question = query.subarray(12, end)
    const target = aliases[nameIn(question)]
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(target === undefined ? 0x8183 : 0x8180, 2)
    head.writeUInt16BE(target === undefined ? 0 : 1, 6)
    head.writeUInt16BE(0, 8)
    head.writeUInt16BE(0, 10)
    const answer = target === undefined ? [] : [aliasRecord(target)]
    socket.send(Buffer.concat([head, question, ...answer]), port, address)
  })
  socket.bind(0, "127.0.0.1")
  await once(socket, "listening")
  onTestFinished(() => void socket.close())
  return `127.0.0.1:${socket.address().port}`
}

function nameIn(question: Buffer): string {
  const labels: string[] = []
  for (let at = 0; (question[at] ?? 0) > 0; at += 1 + (question[at] ?? 0))
    labels.push(question.toString("latin1", at + 1, at + 1 + (question[at] ?? 0)))
  return labels.join(".").toLowerCase()
}

/** Points back at the name of the question. */
function aliasRecord(target: string): Buffer {
  const labels = target
    .split(".")
    .map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`))
  const name = Buffer.concat([...labels, Buffer.from([0])])
  const record = Buffer.from([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, name.length])
  return Buffer.concat([record, name])
}
