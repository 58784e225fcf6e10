import { expect, test } from "vitest"
import { canaries, errorOf, manifest, type Scene, scene } from "./scene.ts"

const checked = `${manifest}
checks:
  - { name: generates, service: gateway, request: POST /v1/generate, as: api-key, warmUp: 60s, expect: { status: 200 } }
`

/** A gateway that says which deployments took part in an answer to somebody with a key, once it is awake. */
function shopThatTells(chain: (shop: Scene) => string): Scene {
  const shop = scene({ "/project/aidep.yaml": checked })
  shop.answers.set("gateway", ({ url, headers }, attempt) => {
    if (!url.endsWith("/v1/generate")) return undefined
    if (headers["x-api-key"] !== canaries.API_KEYS) return { statusCode: 401 }
    return attempt < 3 ? { statusCode: 503 } : { headers: { "x-aidep-chain": chain(shop) } }
  })
  return shop
}

const idsOf = ({ standing }: Scene) =>
  `${standing("gateway").deploymentId}, ${standing("model").deploymentId}`

test("a request through all tiers has to be answered by the release alone", async () => {
  const shop = shopThatTells(idsOf)
  expect((await shop.deploy()).verdict.status).toBe("live")
  const other = shopThatTells(({ standing }) => `${standing("gateway").deploymentId}, d-elsewhere`)
  const error = await errorOf(other.deploy())
  expect(error.code).toBe("deploy/not-live")
  expect(error.message).toContain(
    `"gateway" answers "POST /v1/generate" with the help of deployment "d-elsewhere"`,
  )
})

test("a service that does not tell, or does not answer, is left to its checks", async () => {
  expect((await shopThatTells(() => "").deploy()).verdict.status).toBe("live")
  const asleep = scene({ "/project/aidep.yaml": checked })
  asleep.answers.set("gateway", ({ url }) =>
    url.endsWith("/v1/generate") ? { statusCode: 503 } : undefined,
  )
  expect((await asleep.deploy()).verdict.status).toBe("live")
})

test("a refusal of the request itself is not asked again", async () => {
  const shop = scene({ "/project/aidep.yaml": checked })
  let asked = 0
  shop.answers.set("gateway", ({ url }) => {
    if (!url.endsWith("/v1/generate")) return undefined
    asked += 1
    return { statusCode: 422 }
  })
  await shop.deploy()
  expect(asked).toBe(1)
})
