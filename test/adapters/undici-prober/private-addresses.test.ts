import type { LookupAddress } from "node:dns"
import type { LookupFunction } from "node:net"
import { describe, expect, test } from "vitest"
import {
  isPrivateByForm,
  privateAddresses,
} from "../../../src/adapters/undici-prober/private-addresses.ts"
import { undiciProber } from "../../../src/adapters/undici-prober.ts"
import { httpServer } from "./loopback-servers.ts"

describe("an address", () => {
  const { has } = privateAddresses()

  test.each([
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["172.31.255.255"],
    ["192.168.1.1"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["0.0.0.0"],
    ["::1"],
    ["::"],
    ["fe80::1"],
    ["fd00::1"],
    ["::ffff:10.0.0.1"],
    ["::ffff:127.0.0.1"],
  ])("of a private network: %s", (address) => expect(has(address)).toBe(true))

  test.each([
    ["1.1.1.1"],
    ["172.32.0.1"],
    ["192.169.0.1"],
    ["2606:4700::1111"],
    ["::ffff:1.1.1.1"],
  ])("of the internet: %s", (address) => expect(has(address)).toBe(false))
})

test.each([
  ["localhost", true],
  ["gateway", true],
  ["api.localhost", true],
  ["printer.local", true],
  ["db.railway.internal", true],
  ["10.0.0.1", true],
  ["::1", true],
  ["api.example.com", false],
  ["api.example.com.", false],
  ["local.example.com", false],
  ["1.1.1.1", false],
])("%s says itself that it is private: %s", (host, expected) =>
  expect(isPrivateByForm(host)).toBe(expected),
)

describe("where private addresses are refused", () => {
  test.each([
    ["one of several addresses is private", ["127.0.0.1", "127.0.0.2"]],
    ["the only one is", ["127.0.0.2"]],
  ])("a public name is not asked: %s", async (_title, addresses) => {
    const prober = undiciProber({
      lookup: resolvesTo(addresses.map((address) => ({ address, family: 4 }))),
      isPrivateAddress: (address) => address === "127.0.0.2",
    })
    expect(await prober.probe(get("http://api.example.com:1/"), refused)).toMatchObject({
      status: "failed",
      kind: "unreachable",
      phase: "connect",
      refusedAddress: "127.0.0.2",
    })
  })

  test.each(["127.0.0.2", "localhost"])(
    "a redirect from outside to %s is not followed",
    async (target) => {
      let asked = 0
      const inside = await httpServer((_request, response) => {
        asked += 1
        response.end("inside")
      })
      const location = inside.replace("127.0.0.1", target)
      const outside = await httpServer((_request, response) =>
        response.writeHead(302, { location }).end(),
      )
      const { port } = new URL(outside)
      // As if 127.0.0.1 were an address of the internet: nothing leaves this machine.
      const prober = undiciProber({
        lookup: resolvesTo([{ address: "127.0.0.1", family: 4 }]),
        isPrivateAddress: (address) => address !== "127.0.0.1",
      })
      const url = `http://api.example.com:${port}/`
      expect(await prober.probe(get(url), { ...refused, redirects: 1 })).toMatchObject({
        status: "failed",
        kind: "unreachable",
        refusedAddress: target,
      })
      expect(asked).toBe(0)
    },
  )

  test("what is private by its own form is asked, and may redirect to its like", async () => {
    const other = await httpServer((_request, response) => response.end("here"))
    const origin = await httpServer((_request, response) =>
      response.writeHead(302, { location: other }).end(),
    )
    const outcome = await undiciProber().probe(get(origin), { ...refused, redirects: 1 })
    expect(outcome).toMatchObject({
      status: "answered",
      answer: { body: "here", redirectedFrom: [origin] },
    })
  })

  test("a name that does not exist is told as such", async () => {
    const error = Object.assign(new Error("nobody"), { code: "ENOTFOUND" })
    const prober = undiciProber({ lookup: (_name, _options, done) => done(error, []) })
    expect(await prober.probe(get("http://api.example.com/"), refused)).toMatchObject({
      kind: "dns",
      reason: 'The name of "api.example.com" cannot be resolved (ENOTFOUND).',
    })
  })
})

const refused = { totalTimeoutMs: 30_000, privateAddresses: "refused" } as const

function get(url: string) {
  return { method: "GET", url, headers: {} }
}

function resolvesTo(addresses: LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) =>
    options.all === true
      ? callback(null, addresses)
      : callback(null, addresses[0]?.address ?? "", addresses[0]?.family)
}
