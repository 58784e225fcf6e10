import { describe, expect, test } from "vitest"
import type { HttpOutcome, HttpRequest } from "../../../../../src/ports/http.ts"
import { observed, type SimulatedPlatform } from "../../../../support/simulated-platform.ts"
import {
  behind,
  deployEdge,
  edgeOn,
  railwayOrigin,
  renderOrigin,
  simulateZones,
  standingIn,
  withWorker,
} from "./deploy-edge.ts"

const cut: HttpOutcome = {
  status: "failed",
  kind: "cut",
  reason: "The connection was cut.",
  maybeDone: true,
}

const stacks = [
  ["Railway", behind(edgeOn(), railwayOrigin)],
  ["Render", behind(edgeOn(), renderOrigin)],
  ["a Worker", edgeOn({ target: "cloudflare" })],
] as const

/** Requests that a first deploy sends. */
async function requestsOf(resources: (typeof stacks)[number][1]): Promise<readonly HttpRequest[]> {
  const platform = await startZones()
  await deployEdge(platform, resources)
  return platform.exchanges.map(({ request }) => request)
}

/** Ends the process at a request: from then on nothing arrives. */
function dieAt(platform: SimulatedPlatform, nth: number, isDone: boolean): void {
  let count = 0
  platform.interfere = (_, pass) => {
    count += 1
    if (count === nth && isDone) pass()
    return count < nth ? pass() : { ...cut, maybeDone: false }
  }
}

/** With a Worker that the domain can lead to. */
async function startZones(): Promise<SimulatedPlatform> {
  const platform = await simulateZones("example.com")
  withWorker(platform)
  return platform
}

describe.each(stacks)("an edge before %s", (_, resources) => {
  test("stands once, wherever the process ended before", async () => {
    const expected = await startZones()
    await deployEdge(expected, resources)
    const count = (await requestsOf(resources)).length
    for (let nth = 1; nth <= count; nth += 1)
      for (const isDone of [true, false]) {
        const platform = await startZones()
        dieAt(platform, nth, isDone)
        await deployEdge(platform, resources).catch(() => undefined)
        platform.interfere = (__, pass) => pass()
        expect((await deployEdge(platform, resources)).problems).toEqual([])
        expect(standingIn(platform)).toEqual(standingIn(expected))
        expect((await deployEdge(platform, resources)).steps).toEqual([])
      }
    expect(count).toBeGreaterThan(3)
  })

  test("is made once where an answer was lost, within the same run", async () => {
    const requests = await requestsOf(resources)
    const changes = requests.flatMap(({ effect }, index) =>
      effect === "change" ? [index + 1] : [],
    )
    for (const nth of changes) {
      const platform = await startZones()
      let count = 0
      platform.interfere = (request, pass) => {
        count += 1
        if (count !== nth) return pass()
        pass()
        return request.idempotent ? pass() : cut
      }
      expect((await deployEdge(platform, resources)).problems).toEqual([])
      const names = standingIn(platform)
      expect(new Set(names).size).toBe(names.length)
      expect((await deployEdge(platform, resources)).steps).toEqual([])
    }
    expect(changes.length).toBeGreaterThan(0)
  })

  test("is removed once, wherever the process ended before", async () => {
    const whole = await startZones()
    await deployEdge(whole, resources)
    whole.exchanges.length = 0
    await deployEdge(whole, [])
    const count = whole.exchanges.length
    for (let nth = 1; nth <= count; nth += 1) {
      const platform = await startZones()
      await deployEdge(platform, resources)
      dieAt(platform, nth, true)
      await deployEdge(platform, []).catch(() => undefined)
      platform.interfere = (__, pass) => pass()
      expect((await deployEdge(platform, [])).problems).toEqual([])
      expect(standingIn(platform)).toEqual([])
      expect(await observed(platform)).toEqual([])
    }
  })
})

test("a ruleset that another run has made in the meantime is taken, not made again", async () => {
  const platform = await startZones()
  const rules = behind(edgeOn(), railwayOrigin).find(({ kind }) => kind === "ruleset")
  if (rules === undefined) throw new Error("no rules")
  const work = { desired: rules, variables: {}, source: undefined }
  const create = async () => await platform.remote.create(work, platform.scope())
  const none = '{"success":false,"errors":[{"code":10003,"message":"could not find it"}]}'
  await create()
  let looks = 0
  platform.interfere = (request, pass) => {
    if (request.operation !== "cloudflare.getEntryPoint") return pass()
    looks += 1
    return looks === 1 ? { status: "answered", statusCode: 404, headers: {}, body: none } : pass()
  }
  expect(await create()).toMatchObject({ status: "applied" })
  expect(standingIn(platform)).toHaveLength(1)
})

test("an id that the journal has for something of another kind is not taken for it", async () => {
  const platform = await startZones()
  const resources = behind(edgeOn(), railwayOrigin)
  await deployEdge(platform, resources)
  const [record] = (await observed(platform)).filter(({ kind }) => kind === "record")
  const known = new Map([["production/(edge)/ruleset/cache", record?.id ?? ""]])
  expect((await deployEdge(platform, resources, { known })).steps).toEqual([])
})
