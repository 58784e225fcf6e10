import { createServer } from "node:https"
import { describe, expect, test } from "vitest"
import { undiciProber } from "../../../src/adapters/undici-prober.ts"
import { selfSignedCertificate } from "../../support/self-signed-certificate.ts"
import { httpServer, listen } from "./loopback-servers.ts"

const host = "api.example.invalid"

describe("a certificate", () => {
  test("that is trusted tells its end, its names and its protocol", async () => {
    const outcome = await probe({ until: "301231235959Z" })
    expect(outcome).toMatchObject({
      status: "answered",
      answer: {
        certificate: {
          hostNames: [host],
          issuer: host,
          validUntilMs: Date.UTC(2030, 11, 31, 23, 59, 59),
          chainLength: 1,
          protocol: "TLSv1.3",
        },
      },
    })
  })

  test.each([
    ["has expired", { until: "210101000000Z" }, "its certificate has expired"],
    [
      "is for another name",
      { asked: "other.example.invalid" },
      "its certificate is for another name",
    ],
    ["is not trusted", { isTrusted: false }, "its certificate is signed by itself"],
  ])("that %s is a failure that says so", async (_title, given, why) => {
    expect(await probe(given)).toMatchObject({
      status: "failed",
      kind: "tls",
      reason: expect.stringContaining(why),
    })
  })

  test("is none where there is no TLS", async () => {
    const origin = await httpServer((_request, response) => response.end("plain"))
    const outcome = await undiciProber().probe(get(origin), { totalTimeoutMs })
    expect(outcome).toMatchObject({ status: "answered", answer: { certificate: undefined } })
  })
})

test("a server that speaks plain HTTP is told from one with a bad certificate", async () => {
  const origin = await httpServer((_request, response) => response.end("plain"))
  const outcome = await undiciProber().probe(get(origin.replace("http:", "https:")), {
    totalTimeoutMs,
  })
  expect(outcome).toMatchObject({
    kind: "tls",
    reason: expect.stringContaining("what answers there does not speak TLS"),
  })
})

const totalTimeoutMs = 30_000

function get(url: string) {
  return { method: "GET", url, headers: {} }
}

interface Given {
  readonly until?: string
  readonly asked?: string
  readonly isTrusted?: boolean
}

async function probe({ until, asked = host, isTrusted = true }: Given) {
  const { key, certificate } = selfSignedCertificate(host, until)
  const server = createServer({ key, cert: certificate }, (_request, response) =>
    response.end("ok"),
  )
  const port = await listen(server)
  const prober = undiciProber(isTrusted ? { authorities: [certificate] } : {})
  return await prober.probe(get(`https://${asked}:${port}/`), {
    totalTimeoutMs,
    address: "127.0.0.1",
  })
}
