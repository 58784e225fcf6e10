import { smallInstance } from "../../../torture/gateway/support/gateway-process.ts"
import { runLoad } from "../load/run-load.ts"
import type { Scale } from "../scale.ts"
import { gateway, mockUpstream } from "../targets/target.ts"
import type { Figure } from "./figure.ts"

const secret = "a-secret-of-at-least-32-bytes-of-a-benchmark"
const audience = "gateway"
const issuer = "issuer"
const hour = 3600

/**
 * Callers that never come again, each with a token and an address of its own: the tables of the limiter, of verified
 * tokens and of quotas meet a new one with every request.
 */
export async function distinctCallers(folder: string, { distinctKeys }: Scale): Promise<Figure> {
  const upstream = await mockUpstream({})
  const target = await gateway(upstream, {
    folder,
    nodeOptions: smallInstance,
    settings: {
      JWT_ISSUER: issuer,
      JWT_AUDIENCE: audience,
      JWT_SECRET: secret,
      TRUST_PROXY: "1",
      IP_RATE_LIMIT: "1000000/1s",
      TOKEN_QUOTA: "1000000000",
    },
  })
  try {
    const { statuses } = await runLoad({
      kind: "counted",
      url: target.url,
      headers: { authorization: "Bearer {token}", "x-forwarded-for": "{address}" },
      tokens: {
        secret,
        claims: { iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1000) + hour },
      },
      body: JSON.stringify({ model: "m", prompt: "b" }),
      connections: 64,
      requests: distinctKeys,
      warmUpMs: 0,
      seconds: 0,
    })
    if (statuses["200"] !== distinctKeys) throw new Error(JSON.stringify(statuses))
    return {
      name: `resident after ${distinctKeys.toLocaleString("en")} distinct callers`,
      measured: target.process.residentMb(),
      unit: "MB",
      atMost: 125,
    }
  } finally {
    await target.process.stop()
    await upstream.stop()
  }
}
