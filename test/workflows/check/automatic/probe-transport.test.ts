import { expect, test } from "vitest"
import { probeTransport } from "../../../../src/workflows/check/automatic/probe-transport.ts"
import type { ResolvedName } from "../../../../src/ports/network.ts"
import type { ScriptedOutcome } from "../../../support/scripted-prober.ts"
import { scene } from "./scene.ts"

const day = 24 * 60 * 60 * 1000
const now = Date.parse("2026-11-21T00:00:00Z")
const certificate = {
  hostNames: ["*.example.com", "example.com"],
  issuer: "A trusted authority",
  validUntilMs: now + 60 * day + 1000,
  chainLength: 3,
  protocol: "TLSv1.3",
}
const led = { statusCode: 308, headers: { location: "https://api.example.com/" } }

test("a sound service is told by its name, certificate and redirect", async () => {
  const { results, asked } = await probed({})
  expect(results.map(({ name, passed, facts }) => [name, passed, ...facts])).toEqual([
    [
      "the name api.example.com",
      true,
      "api.example.com → shop.platform.example → 1.1.1.1, 1.0.0.1.",
    ],
    [
      "the certificate of api.example.com",
      true,
      '60 days left, until 2027-01-20, for "*.example.com", "example.com", from "A trusted authority", a chain of 3, TLSv1.3.',
    ],
    ["api.example.com without TLS", true, '308 leads to "https://api.example.com/".'],
  ])
  expect(asked.map(({ request }) => request)).toEqual([
    { method: "GET", url: "https://api.example.com/", headers: {} },
    { method: "GET", url: "http://api.example.com/", headers: {} },
  ])
  expect(asked.every(({ options }) => options.privateAddresses === "refused")).toBe(true)
})

test.each([
  [14, []],
  [13, ["probe/certificate-ends-soon"]],
  [0, ["probe/certificate-ends-soon"]],
])("a certificate with %i days left: %j", async (days, codes) => {
  const ending = { ...certificate, validUntilMs: now + days * day + 1000 }
  const { results } = await probed({ secure: { certificate: ending } })
  expect(results[1]).toMatchObject({ passed: true })
  expect(results[1]?.findings.map(({ code }) => code)).toEqual(codes)
})

test("a certificate that cannot be trusted is an error", async () => {
  const { results } = await probed({ secure: { failure: "tls" } })
  expect(results[1]).toMatchObject({ passed: false, findings: [{ code: "check/insecure" }] })
})

test.each([
  ["that answers is a warning", { statusCode: 200 }, ["probe/plain-http"]],
  [
    "that leads to itself is a warning",
    { statusCode: 301, headers: { location: "/home" } },
    ["probe/plain-http"],
  ],
  ["that nobody answers is right", { failure: "refused" as const }, []],
])("an address without TLS %s", async (_title, plain, codes) => {
  const { results } = await probed({ plain })
  expect(results[2]?.findings.map(({ code }) => code)).toEqual(codes)
})

test.each([
  ["points at what is gone", ["shop.platform.example"], "ENOTFOUND", "probe/dangling-name"],
  ["does not exist", [], "ENOTFOUND", "probe/unknown-host"],
  ["cannot be asked for", ["shop.platform.example"], "ETIMEOUT", "probe/unknown-host"],
])("a name that %s is an error, and nothing is sent", async (_title, aliases, failure, code) => {
  const { results, asked } = await probed({ resolved: { aliases, addresses: [], failure } })
  expect(results.map(({ findings }) => findings.map((one) => one.code))).toEqual([[code]])
  expect(asked).toEqual([])
})

test.each(["http://127.0.0.1:8080", "http://localhost:3000", "https://[::1]", "http://gateway"])(
  "%s has no public name to look at",
  async (address) => {
    const { subject, context } = scene({ address }, () => ({}))
    const [api] = subject.project.services
    if (api === undefined) throw new Error("There is no service.")
    expect(await probeTransport(api, subject, context)).toEqual([])
  },
)

interface Given {
  readonly secure?: ScriptedOutcome
  readonly plain?: ScriptedOutcome
  readonly resolved?: ResolvedName
}

async function probed({ secure = { certificate }, plain = led, resolved }: Given) {
  const { subject, context, prober } = scene(
    {
      address: "https://api.example.com",
      resolve: async () =>
        resolved ?? {
          aliases: ["shop.platform.example"],
          addresses: ["1.1.1.1", "1.0.0.1"],
          failure: undefined,
        },
    },
    ({ url }) => (url.startsWith("https:") ? secure : plain),
  )
  const [api] = subject.project.services
  if (api === undefined) throw new Error("There is no service.")
  return { results: await probeTransport(api, subject, context), asked: prober.asked }
}
