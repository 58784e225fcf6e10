import assert from "node:assert/strict"
import { test } from "node:test"
import { addressGroup, isInside, parseAddress, parseNetwork } from "../../src/auth/ip-networks.ts"
import { authorized, gatewayWith } from "../gateway-with.ts"

function inside(address: string, network: string): boolean | undefined {
  const parsed = parseAddress(address)
  const base = parseNetwork(network)
  return parsed === undefined || base === undefined ? undefined : isInside(parsed, base)
}

test("addresses lie inside networks of both kinds", () => {
  assert.equal(inside("10.1.2.3", "10.0.0.0/8"), true)
  assert.equal(inside("11.1.2.3", "10.0.0.0/8"), false)
  assert.equal(inside("::ffff:10.1.2.3", "10.0.0.0/8"), true)
  assert.equal(inside("192.168.1.7", "192.168.1.7"), true)
  assert.equal(inside("192.168.1.7", "192.168.1.6/31"), true)
  assert.equal(inside("192.168.1.7", "192.168.1.4/31"), false)
  assert.equal(inside("2001:db8:1::1", "2001:db8::/32"), true)
  assert.equal(inside("2001:db9::1", "2001:db8::/32"), false)
  assert.equal(inside("1.2.3.4", "0.0.0.0/0"), true)
  assert.equal(inside("2001:db8::1", "0.0.0.0/0"), false)
})

test("what is no address is none", () => {
  for (const text of [
    "",
    "1.2.3",
    "1.2.3.256",
    "01.2.3.4",
    "1::2::3",
    ":::",
    "g::1",
    "1:2:3:4:5:6:7:8:9",
  ])
    assert.equal(parseAddress(text), undefined, text)
  for (const text of ["10.0.0.0/33", "10.0.0.0/x", "::/129", "10.0.0.0/8/8"])
    assert.equal(parseNetwork(text), undefined, text)
})

test("an IPv6 customer counts as one, by the /64", () => {
  const group = (text: string) => addressGroup(parseAddress(text) ?? [])
  assert.equal(group("2001:db8:1:2:aaaa::1"), group("2001:db8:1:2:bbbb::2"))
  assert.notEqual(group("2001:db8:1:2::1"), group("2001:db8:1:3::1"))
  assert.notEqual(group("10.0.0.1"), group("10.0.0.2"))
  assert.equal(group("10.0.0.1"), group("::ffff:10.0.0.1"))
})

test("only what trusted proxies say counts as the address", async () => {
  const variables = { IP_ALLOW: "203.0.113.0/24", IP_BLOCK: "203.0.113.66", TRUST_PROXY: "1" }
  const { ask } = await gatewayWith({ variables })
  const status = async (forwarded: string) => {
    const headers = { ...authorized, "x-forwarded-for": forwarded }
    return (await ask("/v1/models", { headers })).status
  }
  assert.equal(await status("203.0.113.5"), 200)
  assert.equal(await status("198.51.100.9, 203.0.113.5:4711"), 200)
  assert.equal(await status("203.0.113.5, 198.51.100.9"), 403)
  assert.equal(await status("203.0.113.66"), 403)
  assert.equal(await status("nonsense"), 403)
})

test("an address has its own limit, counted before any key is looked at", async () => {
  const variables = { IP_RATE_LIMIT: "1/60s", TRUST_PROXY: "1" }
  const { ask } = await gatewayWith({ variables })
  const status = async (forwarded: string) =>
    (await ask("/v1/models", { headers: { "x-forwarded-for": forwarded } })).status
  assert.equal(await status("203.0.113.5"), 401)
  assert.equal(await status("203.0.113.5"), 429)
  assert.equal(await status("203.0.113.6"), 401)
})
