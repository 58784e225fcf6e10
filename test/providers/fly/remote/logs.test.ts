import { expect, test } from "vitest"
import { observed, type SimulatedPlatform } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor } from "./deploy-fly.ts"
import { shopWith, standing } from "./shop.ts"

const one = shopWith().resources.map((resource) => ({
  ...resource,
  desired: { ...resource.desired, machines: 1 },
}))
const shop = { ...shopWith(), resources: one }

async function linesOf(platform: SimulatedPlatform, lines: number): Promise<readonly string[]> {
  const found: string[] = []
  const options = { lines, follow: false }
  const source = await standing(platform)
  for await (const line of platform.remote.logs(source, options, platform.scope())) found.push(line)
  return found
}

test("logs come oldest first, no more than were asked for", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  expect(await linesOf(platform, 10)).toEqual(["Pulling container image", "Starting init"])
  expect(await linesOf(platform, 1)).toEqual(["Starting init"])
})

test("logs go on as long as they are followed, each line once", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const ending = new AbortController()
  const lines: string[] = []
  const scope = platform.scope({ signal: ending.signal })
  const options = { lines: 10, follow: true }
  for await (const line of platform.remote.logs(await standing(platform), options, scope)) {
    lines.push(line)
    if (lines.length === 2) await deploy(platform, shop, { version: "2" })
    if (lines.length === 4) ending.abort()
  }
  const once = ["Pulling container image", "Starting init"]
  expect(lines).toEqual([...once, ...once])
})

test("a domain has no log", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const [found] = await observed(platform)
  if (found === undefined) throw new Error("it is gone")
  const domain = { ...found, kind: "origin-domain" }
  const lines: string[] = []
  const options = { lines: 10, follow: false }
  for await (const line of platform.remote.logs(domain, options, platform.scope())) lines.push(line)
  expect(lines).toEqual([])
})

test("a log that is refused is an error of the catalogue", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  platform.interfere = (request, pass) =>
    request.operation === "fly.readLogs"
      ? { status: "answered", statusCode: 403, headers: {}, body: "{}" }
      : pass()
  await expect(linesOf(platform, 10)).rejects.toMatchObject({ code: "platform/forbidden" })
})
