import { describe, expect, test } from "vitest"
import { modalSimulator } from "../../../../providers/modal/simulator.ts"
import type { Simulation } from "../../../../src/provider/simulation.ts"
import { virtualClock } from "../../../../src/workflows/rehearse/virtual-clock.ts"

function start() {
  const clock = virtualClock()
  return { clock, simulation: modalSimulator.start({ clock }) }
}

function modal(
  { run }: Simulation,
  line: string,
  variables: Readonly<Record<string, string>> = modalSimulator.credentials,
) {
  const args = line.split(" ")
  const outcome = run?.({ file: "modal", args, effect: "change", timeoutMs: 1000, variables })
  if (outcome?.status !== "ended") throw new Error("no answer")
  return outcome
}

const secret = "secret create api --from-json /a/file --force"
const deploy = "deploy a.py --name api --tag aidep.d-1.server.api --strategy rolling"

describe("the simulator of Modal", () => {
  test("leaves other commands and addresses to others", () => {
    const { simulation } = start()
    const command = { file: "railway", args: ["up"], effect: "change", timeoutMs: 1 } as const
    expect(simulation.run?.(command)).toBeUndefined()
    expect(simulation.operationOf?.(command)).toBeUndefined()
    const visit = { method: "GET", url: "https://example.com/", headers: {} }
    expect(simulation.visit?.(visit)).toBeUndefined()
  })

  test.each([
    ["apps", 2, "No such command"],
    ["app list --yaml", 2, "No such option: --yaml"],
    ["app list --env", 2, "requires an argument"],
    ["app list --json --env nowhere", 1, "not found"],
    ["app history", 2, "Missing argument"],
    ["app history a b --json", 2, "unexpected extra argument"],
    ["app history nope --json", 1, "No App with name 'nope'"],
    ["app stop nope --yes", 1, "No App"],
    ["app rollback nope v1", 1, "No App"],
    [deploy, 1, "Secret 'api' not found"],
    ["deploy a.py --name a/b", 1, "Invalid App name"],
    [`deploy a.py --name api --tag ${"t".repeat(51)}`, 1, "Deployment tag"],
    ["deploy a.py --name api --strategy canary", 2, "Invalid value for '--strategy'"],
    ["secret create api", 1, "at least one key"],
    ["secret delete api --yes", 1, "not found"],
    ["volume ls data / --json", 1, "not found"],
    ["volume put data a.txt /b", 1, "not found"],
    ["volume create a/b", 1, "Invalid Volume name"],
    ["environment create main", 1, "already exists"],
  ])("answers %s with status %i, and changes nothing", (line, exitCode, words) => {
    const { simulation } = start()
    const before = simulation.save()
    const outcome = modal(simulation, line)
    expect(outcome).toMatchObject({ exitCode, stdout: "" })
    expect(outcome.stderr).toContain(words)
    expect(simulation.save()).toEqual(before)
  })

  test("refuses who has no token", () => {
    const { simulation } = start()
    expect(modal(simulation, "app list --json", {})).toMatchObject({ exitCode: 1, stdout: "" })
    expect(JSON.parse(modal(simulation, "profile list --json", {}).stdout)).toMatchObject([
      { workspace: "Unknown (authentication failure)" },
    ])
  })

  test("refuses a second volume and Secret of a name, and takes a second deploy as a new version", () => {
    const { simulation } = start()
    modal(simulation, secret)
    modal(simulation, "volume create data")
    expect(modal(simulation, "volume create data").exitCode).toBe(1)
    expect(modal(simulation, "secret create api --from-json /a/file").exitCode).toBe(1)
    expect(modal(simulation, secret).exitCode).toBe(0)
    modal(simulation, deploy)
    modal(simulation, deploy)
    expect(simulation.inventory().map(({ kind }) => kind)).toEqual(["app", "secret", "volume"])
    const history = JSON.parse(modal(simulation, "app history api --json").stdout)
    expect(history.map((row: { readonly version: string }) => row.version)).toEqual(["v2", "v1"])
  })

  test("lists the files of a folder", () => {
    const { simulation } = start()
    modal(simulation, "volume create data")
    expect(JSON.parse(modal(simulation, "volume ls data / --json").stdout)).toEqual([])
    expect(modal(simulation, "volume ls data /.aidep --json").exitCode).toBe(1)
    modal(simulation, "volume put data a.txt /.aidep/mark --force")
    const inside = JSON.parse(modal(simulation, "volume ls data /.aidep --json").stdout)
    expect(inside).toMatchObject([{ filename: ".aidep/mark", type: "file" }])
    const top = JSON.parse(modal(simulation, "volume ls data / --json").stdout)
    expect(top).toMatchObject([{ filename: ".aidep", type: "dir" }])
    expect(modal(simulation, "volume put data a.txt /.aidep/mark").exitCode).toBe(1)
  })

  test("gives all that it holds away as data, and takes it back", () => {
    const { clock, simulation } = start()
    modal(simulation, secret)
    modal(simulation, deploy)
    const saved = JSON.parse(JSON.stringify(simulation.save()))
    const other = modalSimulator.start({ clock })
    other.restore(saved)
    expect(other.inventory()).toEqual(simulation.inventory())
    modal(other, "app stop api --yes")
    expect(simulation.inventory()).toHaveLength(2)
    expect(other.inventory()).toHaveLength(1)
  })

  test("serves what is deployed, starts containers by and by, and answers 404 for the rest", async () => {
    const { clock, simulation } = start()
    modal(simulation, secret)
    modal(simulation, deploy)
    const tasks = () => JSON.parse(modal(simulation, "app list --json").stdout)[0].tasks
    expect(tasks()).toBe("0")
    await clock.sleep(10_000)
    expect(tasks()).toBe("1")
    const visit = (host: string, path: string) => {
      const request = { method: "GET", url: `https://${host}.modal.run${path}`, headers: {} }
      const outcome = simulation.visit?.(request)
      return outcome?.status === "answered" ? outcome.answer : undefined
    }
    expect(visit("acme--api", "/health")).toMatchObject({
      statusCode: 200,
      headers: { "x-aidep-deployment": "d-1" },
    })
    expect(visit("acme--api", "/v1/generate")?.statusCode).toBe(401)
    expect(visit("acme--other", "/health")?.statusCode).toBe(404)
    expect(visit("other--api", "/health")?.statusCode).toBe(404)
    simulation.breakNext("api", "crash-loop")
    modal(simulation, deploy)
    expect(visit("acme--api", "/health")?.statusCode).toBe(500)
  })

  test("lets the next deploy of a service fail once", () => {
    const { simulation } = start()
    modal(simulation, secret)
    simulation.breakNext("api", "build-fails")
    expect(modal(simulation, deploy).stderr).toContain("Image build")
    expect(modal(simulation, deploy).exitCode).toBe(0)
  })
})
