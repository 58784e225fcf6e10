import { describe, expect, test } from "vitest"
import type { ObservedResource } from "../../../../src/core/plan/resource.ts"
import { status } from "../../../../src/workflows/status.ts"
import { errorOf } from "../scene.ts"
import { answer, input, type SimulatedShop, simulatedShop } from "./shop.ts"

describe.each(["render", "railway"])("on %s", (platform) => {
  test("a wrong or expired token is refused before anything is changed", async () => {
    const shop = await simulatedShop(platform)
    const variables = Object.fromEntries(
      Object.entries(shop.context.variables).map(([name, value]) => [
        name,
        name.startsWith(platform.toUpperCase()) ? "canary-wrong-token" : value,
      ]),
    )
    const error = await errorOf(status(input, { ...shop.context, variables }))
    expect([error.exit, error.code]).toEqual([77, "platform/unauthorized"])
    expect(error.hint).toMatch(/Make a new one at https:/)
    expect(JSON.stringify(error)).not.toContain("canary-wrong-token")
    expect(shop.changes).toEqual([])
  })

  test("a token of somebody else, who may look and not change, ends with what is missing", async () => {
    const shop = await simulatedShop(platform)
    shop.interfere = ({ effect }) =>
      effect === "change" ? answer(403, { message: "forbidden" }) : undefined
    const error = await errorOf(shop.deploy())
    expect(error.exit).toBe(5)
    expect(error.details).toMatchObject({ cause: "platform/forbidden" })
    expect(shop.changes).toEqual([])
    shop.interfere = () => undefined
    expect((await shop.deploy()).verdict.status).toMatch(/^live/)
  })

  test("a quota ends the deploy, what stands is told, and the next one goes on", async () => {
    const shop = await simulatedShop(platform)
    let made = 0
    shop.interfere = ({ operation }) =>
      operation.endsWith(".createService") && ++made > 1
        ? answer(402, { message: "upgrade your plan", errors: [{ message: "upgrade your plan" }] })
        : undefined
    const error = await errorOf(shop.deploy())
    expect(error.exit).toBe(5)
    expect(error.details).toMatchObject({ cause: "platform/quota" })
    shop.interfere = () => undefined
    await shop.deploy()
    expect((await shop.plan()).pending).toBe(false)
  })

  test("what was deleted by hand is planned to be made again, and is", async () => {
    const shop = await simulatedShop(platform)
    await shop.deploy()
    const { resources } = await status(input, shop.context)
    removeByHand(shop, idOf(resources, "gateway"))
    expect((await status(input, shop.context)).drift).toEqual([
      { owner: "gateway", provider: platform, path: undefined, change: "missing" },
    ])
    const { plan } = await shop.plan()
    expect(plan.changes.filter(({ change }) => change !== "none")).toMatchObject([
      { change: "create", owner: "gateway" },
    ])
    await shop.deploy()
    expect((await shop.plan()).pending).toBe(false)
    expect((await status(input, shop.context)).drift).toEqual([])
  })

  test("what was changed by hand is told by status and by the plan, and set back", async () => {
    const shop = await simulatedShop(platform)
    await shop.deploy()
    expect((await status(input, shop.context)).drift).toEqual([])
    for (const simulation of shop.world.simulations.values()) {
      const saved = JSON.stringify(simulation.save())
      simulation.restore(JSON.parse(saved.replaceAll('"/health"', '"/by-hand"')))
    }
    const { drift } = await status(input, shop.context)
    expect(drift).toContainEqual(
      expect.objectContaining({
        owner: "gateway",
        change: "changed",
        recorded: "/health",
        found: "/by-hand",
      }),
    )
    const { plan } = await shop.plan()
    const gateway = plan.changes.find(({ owner }) => owner === "gateway")
    expect(gateway).toMatchObject({ change: "update", why: "new settings" })
    await shop.deploy()
    expect((await shop.plan()).pending).toBe(false)
  })
})

function idOf(resources: readonly ObservedResource[], wanted: string): string {
  const found = resources.find(({ owner }) => owner === wanted)
  if (found === undefined) throw new Error(`"${wanted}" does not stand.`)
  return found.id
}

/** As somebody does it in the dashboard: from the account itself. */
function removeByHand({ world }: SimulatedShop, id: string): void {
  for (const simulation of world.simulations.values()) {
    const saved = structuredClone(simulation.save())
    removeFrom(saved, id)
    simulation.restore(saved)
  }
}

function removeFrom(account: unknown, id: string): void {
  if (typeof account !== "object" || account === null) return
  for (const [key, value] of Object.entries(account)) {
    if (isOf(key, value, id)) Reflect.deleteProperty(account, key)
    else removeFrom(value, id)
  }
}

function isOf(key: string, value: unknown, id: string): boolean {
  if (key.startsWith(id)) return true
  return (
    typeof value === "object" && value !== null && "serviceId" in value && value.serviceId === id
  )
}
