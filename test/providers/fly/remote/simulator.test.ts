import { describe, expect, test } from "vitest"
import { flySimulator } from "../../../../providers/fly/simulator.ts"
import type { HttpOutcome, HttpRequest } from "../../../../src/ports/http.ts"
import type { Simulation } from "../../../../src/provider/simulation.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"

interface More {
  readonly body?: unknown
  readonly token?: string
  readonly nonce?: string
}

function send(
  { answer }: Simulation,
  call: string,
  { body, nonce, token = "fo1_simulated" }: More = {},
): Extract<HttpOutcome, { status: "answered" }> {
  const [method = "GET", path = "/"] = call.split(" ")
  const lease = nonce === undefined ? {} : { "fly-machine-lease-nonce": nonce }
  const outcome = answer?.({
    operation: "fly.test",
    method: method as HttpRequest["method"],
    url: `https://api.machines.dev/v1${path}`,
    headers: { authorization: `Bearer ${token}`, ...lease },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    effect: method === "GET" ? "read" : "change",
    idempotent: false,
    timeoutMs: 1000,
  })
  if (outcome?.status !== "answered") throw new Error("no answer")
  return outcome
}

const guest = { cpu_kind: "shared", cpus: 1, memory_mb: 256 }
const config = {
  image: "ghcr.io/acme/api:1",
  guest,
  env: { AIDEP_DEPLOYMENT: "d-1" },
  services: [
    {
      protocol: "tcp",
      internal_port: 80,
      autostop: "stop",
      autostart: true,
      min_machines_running: 0,
      ports: [{ port: 443, handlers: ["tls", "http"] }],
      checks: [{ type: "http", path: "/up" }],
    },
  ],
}
const launch = { name: "api-1", region: "iad", config }

function start() {
  const clock = virtualClock()
  const simulation = flySimulator.start({ clock })
  send(simulation, "POST /apps", { body: { app_name: "api", org_slug: "personal" } })
  const later = async (seconds: number) =>
    await clock.sleep(seconds * 1000, new AbortController().signal)
  const make = (more: object = {}) =>
    JSON.parse(send(simulation, "POST /apps/api/machines", { body: { ...launch, ...more } }).body)
  const look = (id: string) => JSON.parse(send(simulation, `GET /apps/api/machines/${id}`).body)
  const visit = (url = "https://api.fly.dev/up") => {
    const seen = simulation.visit?.({ method: "GET", url, headers: {} })
    if (seen?.status !== "answered") return seen?.status
    return seen.answer.headers["x-aidep-deployment"] ?? seen.answer.statusCode
  }
  return { clock, simulation, later, make, look, visit }
}

describe("the simulator of Fly", () => {
  test("leaves other addresses and programs to others", () => {
    const { simulation } = start()
    const request = {
      operation: "other",
      method: "GET",
      url: "https://api.example.com/v1/apps",
      headers: {},
      effect: "read",
      idempotent: true,
      timeoutMs: 1000,
    } as const
    expect(simulation.answer?.(request)).toBeUndefined()
    const visit = { method: "GET", url: "https://example.com/", headers: {} }
    expect(simulation.visit?.(visit)).toBeUndefined()
    const command = { file: "docker", args: [], effect: "read", timeoutMs: 1000 } as const
    expect(simulation.run?.(command)).toBeUndefined()
    expect(simulation.operationOf?.(command)).toBeUndefined()
    expect(simulation.operationOf?.({ ...command, file: "fly" })).toBe("buildImage")
  })

  test.each([
    ["GET /apps?org_slug=personal", { token: "fo1_other" }, 401],
    ["GET /apps", {}, 400],
    ["GET /apps?org_slug=others", {}, 404],
    ["GET /apsp", {}, 404],
    ["PUT /apps", {}, 405],
    ["GET /apps/other", {}, 404],
    ["POST /apps", { body: { app_name: "api", org_slug: "personal" } }, 422],
    ["POST /apps", { body: { app_name: "My App", org_slug: "personal" } }, 422],
    ["POST /apps", { body: { app_name: "b", org_slug: "others" } }, 404],
    ["POST /apps", { body: { app_name: "b", org_slug: "personal", colour: "red" } }, 400],
    ["POST /apps/api/machines", { body: { ...launch, colour: "red" } }, 422],
    ["POST /apps/api/machines", { body: { ...launch, region: "mars" } }, 422],
    [
      "POST /apps/api/machines",
      { body: { ...launch, config: { ...config, guest: { ...guest, memory_mb: 4096 } } } },
      422,
    ],
    [
      "POST /apps/api/machines",
      { body: { ...launch, config: { ...config, guest: { ...guest, gpu_kind: "a10" } } } },
      422,
    ],
    [
      "POST /apps/api/machines",
      { body: { ...launch, config: { ...config, mounts: [{ volume: "vol_1", path: "/data" }] } } },
      404,
    ],
    [
      "POST /apps/api/machines",
      { body: { ...launch, config: { ...config, image: "registry.fly.io/api:1" } } },
      400,
    ],
    ["POST /apps/api/machines", { body: { ...launch, min_secrets_version: 3 } }, 412],
    ["POST /apps/api/secrets", { body: { values: { "NOT A NAME": "1" } } }, 400],
    ["POST /apps/api/ip_assignments", { body: { type: "v5" } }, 400],
    ["POST /apps/api/volumes", { body: { name: "my-data", region: "iad", size_gb: 1 } }, 422],
    ["POST /apps/api/volumes", { body: { name: "data", region: "iad", size_gb: 501 } }, 422],
    ["POST /apps/api/certificates/acme", { body: { hostname: "nodots" } }, 400],
    ["GET /apps/api/machines/1", {}, 404],
  ] as const)("answers %s with %o by status %i, and changes nothing", (call, more, status) => {
    const { simulation } = start()
    const before = simulation.save()
    expect(send(simulation, call, more).statusCode).toBe(status)
    expect(simulation.save()).toEqual(before)
  })

  test("allows no two Machines of one name, and names the one that has it", () => {
    const { make, simulation } = start()
    const { id } = make()
    const again = send(simulation, "POST /apps/api/machines", { body: launch })
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain(`machine ID ${id} already exists`)
  })

  test("allows two addresses of a kind, and two volumes of a name", () => {
    const { simulation } = start()
    for (const _ of [1, 2]) {
      send(simulation, "POST /apps/api/ip_assignments", { body: { type: "v6" } })
      const body = { name: "data", region: "iad", size_gb: 1 }
      send(simulation, "POST /apps/api/volumes", { body })
    }
    const kinds = simulation.inventory().map(({ kind }) => kind)
    expect(kinds).toEqual(["app", "volume", "volume", "ip", "ip"])
  })

  test("lets nobody change a leased Machine without the nonce, until the lease ends", async () => {
    const { later, make, simulation } = start()
    const { id } = make()
    const path = `/apps/api/machines/${id}`
    const body = { description: "mine", ttl: 60 }
    const { nonce } = JSON.parse(send(simulation, `POST ${path}/lease`, { body }).body).data
    for (const call of ["POST", "DELETE"].map((method) => `${method} ${path}`))
      expect(send(simulation, call, { body: { config } }).statusCode).toBe(409)
    expect(send(simulation, `POST ${path}/lease`, { body }).statusCode).toBe(409)
    expect(send(simulation, `POST ${path}`, { body: { config }, nonce }).statusCode).toBe(200)
    await later(61)
    expect(send(simulation, `DELETE ${path}`).statusCode).toBe(200)
  })

  test("starts Machines by and by, checks them, and stops those that nobody needs", async () => {
    const { later, look, make, simulation, visit } = start()
    const { id } = make()
    send(simulation, "POST /apps/api/ip_assignments", { body: { type: "shared_v4" } })
    expect(look(id)).toMatchObject({ state: "starting", checks: [] })
    expect(visit()).toBe(503)
    await later(5)
    expect(look(id)).toMatchObject({ state: "started", checks: [{ status: "warning" }] })
    await later(6)
    expect(look(id)).toMatchObject({ state: "started", checks: [{ status: "passing" }] })
    expect(visit()).toBe("d-1")
    await later(600)
    expect(look(id)).toMatchObject({
      state: "stopped",
      events: [{ type: "exit", request: { exit_event: { requested_stop: true } } }, {}, {}],
    })
    expect(visit()).toBe("d-1")
  })

  test("keeps a Machine that was made without registration from requests", async () => {
    const { later, make, simulation, visit } = start()
    const { id } = make({ skip_service_registration: true })
    send(simulation, "POST /apps/api/ip_assignments", { body: { type: "shared_v4" } })
    await later(20)
    expect(visit()).toBe(503)
    send(simulation, `POST /apps/api/machines/${id}/uncordon`)
    expect(visit()).toBe("d-1")
    expect(visit("https://other.fly.dev/up")).toBe(404)
  })

  test("gives a Machine the secrets that the app has when it starts", () => {
    const { make, simulation } = start()
    const values = { KEY: "one" }
    const { version } = JSON.parse(
      send(simulation, "POST /apps/api/secrets", { body: { values } }).body,
    )
    const { id } = make({ min_secrets_version: version })
    send(simulation, "POST /apps/api/secrets", { body: { values: { KEY: "two" } } })
    const secretsOf = () =>
      JSON.parse(JSON.stringify(simulation.save())).apps.api.machines[id].secrets
    expect(secretsOf()).toEqual({ KEY: "one" })
    send(simulation, `POST /apps/api/machines/${id}`, { body: { config } })
    expect(secretsOf()).toEqual({ KEY: "two" })
    expect(send(simulation, "GET /apps/api/secrets").body).not.toContain("two")
  })

  test("removes an app with Machines only when it is told to", () => {
    const { make, simulation } = start()
    make()
    expect(send(simulation, "DELETE /apps/api").statusCode).toBe(412)
    expect(send(simulation, "DELETE /apps/api?force=true").statusCode).toBe(202)
    expect(simulation.inventory()).toEqual([])
  })

  test("gives all that it holds away as data, and takes it back", () => {
    const { clock, make, simulation } = start()
    make()
    const saved = JSON.parse(JSON.stringify(simulation.save()))
    const other = flySimulator.start({ clock })
    other.restore(saved)
    expect(other.inventory()).toEqual(simulation.inventory())
    send(other, "DELETE /apps/api?force=true")
    expect(simulation.inventory()).toHaveLength(2)
  })
})
