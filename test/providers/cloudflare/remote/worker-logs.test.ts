import { expect, test } from "vitest"
import { AidepError } from "../../../../src/errors/aidep-error.ts"
import { addresses, changeScript, deploy, names, openWorkshop, seen } from "./worker-shop.ts"

async function collect(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const line of lines) found.push(line)
  return found
}

test("the last lines of a Worker are those that Cloudflare kept, oldest first", async () => {
  const workshop = await openWorkshop()
  await deploy(workshop)
  await deploy(workshop, { version: "2" })
  const gateway = await seen(workshop, addresses.gateway)
  const last = async (lines: number) =>
    await collect(workshop.remote.logs(gateway, { lines, follow: false }, workshop.scope()))
  expect(await last(10)).toEqual(["A version was deployed.", "A version was deployed."])
  expect(await last(1)).toHaveLength(1)
  changeScript(workshop, names.gateway, () => ({ logs: false }))
  expect(await last(10)).toEqual([])
})

test("new lines follow once each until the signal", async () => {
  const workshop = await openWorkshop()
  await deploy(workshop)
  const gateway = await seen(workshop, addresses.gateway)
  const stop = new AbortController()
  const scope = workshop.scope({ signal: stop.signal })
  const found: string[] = []
  let rounds = 0
  workshop.interfere = (request, pass) => {
    if (request.operation !== "cloudflare.queryTelemetry") return pass()
    rounds += 1
    if (rounds === 2) {
      const event = { timestamp: 1, $metadata: { id: "new", message: "hello" } }
      const result = { events: { events: [event] } }
      return {
        status: "answered",
        statusCode: 200,
        headers: {},
        body: JSON.stringify({ success: true, result }),
      }
    }
    if (rounds === 4) stop.abort()
    return pass()
  }
  for await (const line of workshop.remote.logs(gateway, { lines: 5, follow: true }, scope))
    found.push(line)
  expect(found).toEqual(["A version was deployed.", "hello"])
})

test("a refusal is an error with words", async () => {
  const workshop = await openWorkshop()
  await deploy(workshop)
  const gateway = await seen(workshop, addresses.gateway)
  workshop.interfere = () => ({
    status: "answered",
    statusCode: 403,
    headers: {},
    body: JSON.stringify({
      success: false,
      errors: [{ code: 10_000, message: "Authentication error" }],
    }),
  })
  const lines = workshop.remote.logs(gateway, { lines: 5, follow: false }, workshop.scope())
  const error = await collect(lines).catch((thrown: unknown) => thrown)
  expect(error instanceof AidepError ? error.code : error).toBe("cloudflare/account-refused")
})
