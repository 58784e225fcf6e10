import { describe, expect, test } from "vitest"
import type { HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import type { Simulation } from "../../../../src/provider/simulation.ts"
import { renderSimulator } from "../../../../providers/render/simulator.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"

const owner = "tea-00000000000000000000"

function send(
  { answer }: Simulation,
  call: string,
  more: { readonly body?: unknown; readonly key?: string } = {},
): Extract<HttpOutcome, { status: "answered" }> {
  const [method = "GET", path = "/"] = call.split(" ")
  const { body, key = "rnd_simulated" } = more
  const outcome = answer?.({
    operation: "render.test",
    method: method as HttpRequest["method"],
    url: `https://api.render.com/v1${path}`,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    effect: method === "GET" ? "read" : "change",
    idempotent: false,
    timeoutMs: 1000,
  })
  if (outcome?.status !== "answered") throw new Error("no answer")
  return outcome
}

const service = {
  type: "web_service",
  name: "api",
  ownerId: owner,
  image: { ownerId: owner, imagePath: "ghcr.io/acme/api:1" },
  autoDeploy: "no",
  serviceDetails: { runtime: "image", plan: "starter", region: "oregon" },
}

function start() {
  const clock = virtualClock()
  return { clock, simulation: renderSimulator.start({ clock }) }
}

describe("the simulator of Render", () => {
  test("leaves other addresses to others", () => {
    const { simulation } = start()
    const request = {
      operation: "other",
      method: "GET",
      url: "https://api.example.com/v1/services",
      headers: {},
      effect: "read",
      idempotent: true,
      timeoutMs: 1000,
    } as const
    expect(simulation.answer?.(request)).toBeUndefined()
    const visit = { method: "GET", url: "https://example.com/", headers: {} }
    expect(simulation.visit?.(visit)).toBeUndefined()
  })

  test.each([
    ["GET /services", { key: "rnd_other" }, 401],
    ["GET /sevrices", {}, 404],
    ["GET /services/srv-1", {}, 404],
    ["PUT /services", {}, 405],
    ["POST /services", { body: { ...service, colour: "red" } }, 400],
    ["POST /services", { body: { ...service, ownerId: "tea-other" } }, 400],
    ["POST /services", { body: { ...service, image: undefined } }, 400],
    [
      "POST /services",
      { body: { ...service, serviceDetails: { ...service.serviceDetails, plan: "pro plus" } } },
      400,
    ],
    [
      "POST /services",
      { body: { ...service, serviceDetails: { ...service.serviceDetails, region: "mars" } } },
      400,
    ],
    [
      "POST /postgres",
      { body: { name: "data", ownerId: owner, plan: "basic-256mb", version: "18" } },
      400,
    ],
    ["POST /postgres", { body: { name: "data", ownerId: owner, plan: "basic_256mb" } }, 400],
    ["GET /environments", {}, 400],
    ["GET /logs", {}, 400],
  ] as const)("answers %s with %o by status %i, and changes nothing", (call, more, status) => {
    const { simulation } = start()
    const before = simulation.save()
    expect(send(simulation, call, more).statusCode).toBe(status)
    expect(simulation.save()).toEqual(before)
  })

  test("allows two services of one name, with addresses of their own", () => {
    const { simulation } = start()
    const bodies = [1, 2].map(() =>
      JSON.parse(send(simulation, "POST /services", { body: service }).body),
    )
    const urls = bodies.map((made) => made.service.serviceDetails.url)
    expect(new Set(urls).size).toBe(2)
    expect(simulation.inventory().map(({ name }) => name)).toEqual(["api", "api"])
  })

  test("gives all that it holds away as data, and takes it back", () => {
    const { clock, simulation } = start()
    send(simulation, "POST /services", { body: service })
    const saved = JSON.parse(JSON.stringify(simulation.save()))
    const other = renderSimulator.start({ clock })
    other.restore(saved)
    expect(other.inventory()).toEqual(simulation.inventory())
    send(other, "POST /services", { body: service })
    expect(simulation.inventory()).toHaveLength(1)
  })

  test("pages through its lists", () => {
    const { simulation } = start()
    for (const name of ["a", "b", "c"])
      send(simulation, "POST /services", { body: { ...service, name } })
    const first = JSON.parse(send(simulation, "GET /services?limit=2").body)
    const second = JSON.parse(
      send(simulation, `GET /services?limit=2&cursor=${first[1].cursor}`).body,
    )
    const names = [...first, ...second].map((row) => row.service.name)
    expect(names).toEqual(["a", "b", "c"])
  })

  test("serves a service to visitors once it is live, and wants a key", async () => {
    const { clock, simulation } = start()
    const envVars = [{ key: "AIDEP_DEPLOYMENT", value: "d-1" }]
    const serviceDetails = { ...service.serviceDetails, healthCheckPath: "/up" }
    send(simulation, "POST /services", { body: { ...service, envVars, serviceDetails } })
    const look = (path: string, headers: Readonly<Record<string, string>> = {}) => {
      const request = { method: "GET", url: `https://api.onrender.com${path}`, headers }
      const seen = simulation.visit?.(request)
      if (seen?.status !== "answered") return "nothing"
      return [seen.answer.statusCode, seen.answer.headers["x-aidep-deployment"]]
    }
    expect(look("/up")).toEqual([502, undefined])
    await clock.sleep(60_000)
    expect(look("/up")).toEqual([200, "d-1"])
    expect(look("/v1/generate")).toEqual([401, "d-1"])
    expect(look("/v1/generate", { authorization: "Bearer key" })).toEqual([200, "d-1"])
    const stranger = { method: "GET", url: "https://other.onrender.com/", headers: {} }
    expect(simulation.visit?.(stranger)).toMatchObject({ answer: { statusCode: 404 } })
  })
})
