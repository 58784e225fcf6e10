import { expect, test } from "vitest"
import { observed } from "../../../support/simulated-platform.ts"
import { deploy, simulateFor } from "./deploy-render.ts"
import { apiAddress, shop } from "./shop.ts"

test("logs come oldest first, and go on as long as they are followed", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const found = (await observed(platform)).find(({ address }) => address === apiAddress)
  if (found === undefined) throw new Error("it is gone")
  const ending = new AbortController()
  const lines: string[] = []
  const options = { lines: 10, follow: true }
  for await (const line of platform.remote.logs(
    found,
    options,
    platform.scope({ signal: ending.signal }),
  )) {
    lines.push(line)
    if (lines.length === 2) await deploy(platform, shop, { version: "2" })
    if (lines.length === 4) ending.abort()
  }
  const once = ["==> Deploying...", "==> Your service is live"]
  expect(lines).toEqual([...once, ...once])
})

test("the last lines are no more than were asked for", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const found = (await observed(platform)).find(({ address }) => address === apiAddress)
  if (found === undefined) throw new Error("it is gone")
  const lines: string[] = []
  const options = { lines: 1, follow: false }
  for await (const line of platform.remote.logs(found, options, platform.scope())) lines.push(line)
  expect(lines).toEqual(["==> Your service is live"])
})
