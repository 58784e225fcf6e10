import { expect, test } from "vitest"
import { observed, workFor } from "../../../support/simulated-platform.ts"
import { simulateFor, sourceIn } from "./deploy-render.ts"
import { apiAddress, placeAddress, resource, shop } from "./shop.ts"

test("a service of somebody else that was taken over is changed, and is ours from then on", async () => {
  const platform = await simulateFor(shop)
  const { remote, scope } = platform
  const input = { project: shop.project, sourceOf: sourceIn(shop) }
  const work = workFor(resource(apiAddress), input)
  await remote.create(workFor(resource(placeAddress), input), scope())
  const made = await remote.create(work, scope())
  if (made.status === "failed") throw new Error(made.problem.message)
  const { simulation } = platform
  simulation.restore(
    JSON.parse(JSON.stringify(simulation.save()).replaceAll("shop/production/api", "theirs")),
  )
  expect((await observed(platform)).map(({ address }) => address)).toEqual([placeAddress])
  const known = new Map([[apiAddress, made.id]])
  const found = (await observed(platform, { known })).find(({ address }) => address === apiAddress)
  if (found === undefined) throw new Error("it was not taken over")
  await remote.update({ ...work, observed: found }, scope({ known }))
  expect((await observed(platform)).map(({ address }) => address)).toEqual([
    placeAddress,
    apiAddress,
  ])
})
