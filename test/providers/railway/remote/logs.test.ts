import { expect, test } from "vitest"
import { deploy, simulateFor } from "./deploy-railway.ts"
import { shop, standing } from "./shop.ts"

const build = ["Building the Dockerfile", "Build finished."]
const run = ["Starting Container", "Listening"]

test("logs are the build and then the run, and go on with the next deployment", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const found = await standing(platform)
  if (found === undefined) throw new Error("it is gone")
  const ending = new AbortController()
  const lines: string[] = []
  const scope = platform.scope({ signal: ending.signal })
  for await (const line of platform.remote.logs(found, { lines: 10, follow: true }, scope)) {
    lines.push(line)
    if (lines.length === 4) await deploy(platform, shop, { version: "2" })
    if (lines.length === 8) ending.abort()
  }
  expect(lines).toEqual([...build, ...run, ...build, ...run])
})

test("the last lines are no more than were asked for", async () => {
  const platform = await simulateFor(shop)
  await deploy(platform, shop)
  const found = await standing(platform)
  if (found === undefined) throw new Error("it is gone")
  const lines: string[] = []
  const options = { lines: 2, follow: false }
  for await (const line of platform.remote.logs(found, options, platform.scope())) lines.push(line)
  expect(lines).toEqual(run)
})
