import { expect, test } from "vitest"
import { parse } from "smol-toml"
import { machineConfig } from "../../../../providers/fly/simulator/requests.ts"
import { operations } from "../../../support/simulated-platform.ts"
import { everything } from "../everything.ts"
import { renderOnFly } from "../render-fly.ts"
import { deploy, projectOn, simulateFor } from "./deploy-fly.ts"
import { shop, standing, workOf } from "./shop.ts"

/** What the table in the README says, in its order: of a service with three Machines. */
test("each step takes as many calls as the README says", async () => {
  const platform = await simulateFor(shop)
  const { remote, scope } = platform
  const callsOf = async (step: () => Promise<unknown>) => {
    platform.exchanges.length = 0
    await step()
    return operations(platform).filter((name) => name !== "fly.getMachine").length
  }
  const made = await callsOf(() => remote.create(workOf(), scope()))
  const seen = await callsOf(() => standing(platform))
  const observed = await standing(platform)
  const work = { ...workOf(shop, "2"), observed }
  const changed = await callsOf(() => remote.update(work, scope()))
  const removed = await callsOf(() => remote.remove(observed, scope()))
  expect({ made, seen, changed, removed }).toEqual({
    made: 9 + 3,
    seen: 1 + 3,
    changed: 4 + 3 * 3,
    removed: 3,
  })
})

const on = projectOn(everything)
const options = { organization: "acme", regions: ["eu-central", "cdg"] }
const platform = await simulateFor(on, { options })
await deploy(platform, on)

type Fields = Readonly<Record<string, unknown>>

const services = on.project.services.map(({ name }) => name)

test.each(services)("%s is made by the API as its fly.toml says", (name) => {
  const file: Fields = parse(renderOnFly(everything).files.get(`fly.${name}.toml`) ?? "")
  const sent = platform.exchanges.flatMap(({ request }) => {
    const isOf = request.url.includes(`/apps/shop-production-${name}/machines`)
    return request.operation === "fly.createMachine" && isOf
      ? [JSON.parse(request.body ?? "{}")]
      : []
  })
  const body = sent.find((one) => one.config.init.cmd?.[1] !== "migrate.js")
  const config = machineConfig.parse(body.config)
  const [service] = config.services ?? []
  const http = file["http_service"] as Fields | undefined
  const [check] = (http?.["checks"] ?? []) as readonly Fields[]
  const [vm] = file["vm"] as readonly Fields[]
  const [restart] = file["restart"] as readonly Fields[]
  const [mount] = (file["mounts"] ?? []) as readonly Fields[]
  expect({
    region: body.region,
    port: service?.internal_port,
    autostop: service?.autostop,
    minimum: service?.min_machines_running,
    soft: service?.concurrency?.soft_limit,
    hard: service?.concurrency?.hard_limit,
    https: service?.ports?.some(({ force_https }) => force_https === true),
    check: service?.checks?.[0]?.path,
    grace: service?.checks?.[0]?.grace_period,
    size: `${config.guest.cpu_kind}-${config.guest.cpus}x`,
    memory: `${config.guest.memory_mb}mb`,
    restart: config.restart?.policy === "no" ? "never" : config.restart?.policy,
    mount: config.mounts?.[0]?.path,
  }).toEqual({
    region: file["primary_region"],
    port: http?.["internal_port"],
    autostop: http?.["auto_stop_machines"],
    minimum: http?.["min_machines_running"],
    soft: (http?.["concurrency"] as Fields | undefined)?.["soft_limit"],
    hard: (http?.["concurrency"] as Fields | undefined)?.["hard_limit"],
    https: http?.["force_https"],
    check: check?.["path"],
    grace: check?.["grace_period"],
    size: String(vm?.["size"]).replace("shared-cpu", "shared"),
    memory: vm?.["memory"],
    restart: restart?.["policy"],
    mount: mount?.["destination"],
  })
  expect(config.init?.cmd?.join(" ")).toBe(
    (file["processes"] as Fields | undefined)?.["app"]
      ?.toString()
      .replaceAll(/'(.*)'\\''(.*)'/g, "$1'$2"),
  )
})

test("no secret is a variable of a Machine, a name, or part of a command", () => {
  const machines = platform.exchanges.filter(
    ({ request }) => request.operation !== "fly.setSecrets",
  )
  const said = JSON.stringify([
    machines.map(({ request }) => [request.url, request.body]),
    platform.commands.map(({ args }) => args),
    platform.progress,
  ])
  expect(said).not.toContain("secret-value-of-")
  expect(said).not.toContain("token-of-")
  expect(said).toContain("AIDEP_DEPLOYMENT")
})
