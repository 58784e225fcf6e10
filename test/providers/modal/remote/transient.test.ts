import { expect, test } from "vitest"
import type { CommandOutcome } from "../../../../src/ports/processes.ts"
import { shop } from "./shop.ts"
import { deploy, operationsOf, simulateModal } from "./simulate-modal.ts"

const unreached: CommandOutcome = {
  status: "ended",
  exitCode: 1,
  stdout: "",
  stderr: "Error: Could not connect to the Modal server.\n",
}

test("a list that did not reach Modal is asked for again, and no more than twice", async () => {
  const world = await simulateModal(shop)
  let failures = 2
  world.interfere = (operation, pass) => {
    if (operation !== "listApps" || failures === 0) return pass()
    failures -= 1
    return unreached
  }
  expect(await world.platform.remote.observe(world.scope())).toMatchObject({ status: "observed" })
  failures = 3
  expect(await world.platform.remote.observe(world.scope())).toMatchObject({
    status: "failed",
    problem: { code: "platform/unreachable", exit: 69 },
  })
})

test("what changes something is not sent again by itself", async () => {
  const world = await simulateModal(shop)
  world.interfere = (operation, pass) => (operation === "createSecret" ? unreached : pass())
  const outcomes = await deploy(world, shop)
  const failed = [...outcomes.values()].filter(({ status }) => status === "failed")
  expect(failed).toHaveLength(3)
  expect(operationsOf(world).filter((operation) => operation === "createSecret")).toHaveLength(3)
})
