import { createServer } from "node:net"
import { expect, onTestFinished, test } from "vitest"
import { eventually } from "../../support/eventually.ts"
import { kill, type Stack, stack } from "./stack.ts"
import { modelSource, shopFiles, shopManifest } from "./shop-stack.ts"

test("kill -9 of a service: it is restarted; of its supervisor: the next deploy heals, destroy cleans", async () => {
  const shop = await deployed()
  kill(shop.service("model") ?? 0)
  const restarted = await eventually("the restart", async () => {
    const model = (await shop.standing())["model"]
    return model?.state === "running" && model.about.includes("restarted once") && model
  })
  await eventually("answers", async () => (await shop.run("check", "--live")).exit === 0)

  kill(shop.supervisor("model") ?? 0)
  const failed = await eventually("the failure", async () => {
    const model = (await shop.standing())["model"]
    return model?.state === "failed" && model
  })
  expect(failed.about).toContain("its supervisor was killed")
  const healed = await shop.run("deploy", "--json")
  expect(changesIn(healed.stdout)).toEqual({ model: "update", gateway: "none" })
  expect((await shop.standing())["model"]).toMatchObject({
    state: "running",
    outputs: restarted.outputs,
  })
  expect((await shop.run("check", "--live")).exit).toBe(0)

  kill(shop.supervisor("gateway") ?? 0)
  expect((await shop.run("destroy")).exit).toBe(0)
  expect(shop.processes()).toEqual([])
})

test("a busy port: another one is chosen, and callers get to know it", async () => {
  const shop = await stack(shopFiles)
  const wished = Number(/port: (\d+)/.exec(shop.manifest())?.[1])
  await occupy(wished)
  const { exit, stderr } = await shop.run("deploy")
  expect(exit, stderr).toBe(0)
  expect(stderr).toContain(`since ${wished} is taken`)
  expect((await shop.standing())["gateway"]?.about).toContain(`Port ${wished} was not free.`)

  const before = (await shop.standing())["model"]
  const [supervisor, service] = [shop.supervisor("model"), shop.service("model")]
  for (const pid of [supervisor, service]) kill(pid ?? 0)
  await eventually("the port", async () => await occupied(portOf(before?.outputs.url)))
  const moved = await shop.run("deploy", "--json")
  expect(moved.exit, moved.stderr).toBe(0)
  expect((await shop.standing())["model"]?.outputs.url).not.toBe(before?.outputs.url)
  expect(changesIn(moved.stdout)).toEqual({ model: "update", gateway: "update" })
  expect((await shop.run("check", "--live")).exit).toBe(0)
  expect(changesIn((await shop.run("deploy", "--json")).stdout)).toEqual({
    model: "none",
    gateway: "none",
  })
  await shop.run("destroy")
})

test("a service that exits at once: its last lines are shown, and the next deploy goes on", async () => {
  const crash = 'console.log("no model file for " + process.env.AIDEP_TOKEN); process.exit(3)\n'
  const shop = await stack({ ...shopFiles, "model/main.js": crash })
  const failed = await shop.run("deploy")
  expect(failed.exit).toBe(5)
  expect(failed.stderr).toContain('"model" ended before it was up, with exit code 3.')
  expect(failed.stderr).toContain("  | no model file for ••••")
  expect(failed.stderr).toContain("Nothing else stands.")
  const standing = await shop.standing()
  expect([Object.keys(standing), standing["model"]?.state]).toEqual([["model"], "failed"])
  expect((await shop.run("logs", "model")).stdout).toContain("no model file")
  shop.write("model/main.js", modelSource())
  const { stdout } = await shop.run("deploy", "--json")
  expect(changesIn(stdout)).toEqual({ model: "update", gateway: "create" })
  await shop.run("destroy")
})

test("a new version that does not come up leaves the old one standing, and says so", async () => {
  const shop = await deployed()
  const before = await shop.standing()
  shop.write("model/main.js", "process.exit(1)\n")
  const { exit, stdout } = await shop.run("deploy", "--json")
  const { error } = JSON.parse(stdout)
  expect([exit, error.code, error.details.cause]).toEqual([5, "deploy/step-failed", "local/exited"])
  expect(error.message).toContain("The version of before was started again and is up.")
  expect(error.details.standing).toEqual(["gateway"])
  const after = await shop.standing()
  expect(after["model"]?.deploymentId).toBe(before["model"]?.deploymentId)
  expect((await shop.run("check", "--live")).exit).toBe(0)
  await shop.run("destroy")
})

test.each([
  [
    "never listens",
    "setInterval(() => {}, 1000)\n",
    /nothing listened on port \d+ within 1 second/,
  ],
  [
    "never gets healthy",
    modelSource().replace('response.end("ok")', "response.writeHead(503).end()"),
    /was not healthy within 1 seconds?: .*\/health answered with status 503/,
  ],
])("a service that %s", async (_, source, message) => {
  const manifest = shopManifest.replaceAll("startup: 20s", "startup: 1s")
  const shop = await stack({ ...shopFiles, "aidep.yaml": manifest, "model/main.js": source })
  const { exit, stdout } = await shop.run("deploy", "--json")
  expect(exit).toBe(5)
  expect(JSON.parse(stdout).error.message).toMatch(message)
  expect(shop.processes()).toEqual([])
  expect((await shop.run("destroy")).exit).toBe(0)
})

test.each(["Copying the source", "Waiting until it is up", "Probing from outside"])(
  'aidep killed at "%s": the next deploy converges',
  async (moment) => {
    const shop = await stack(shopFiles)
    const { pid, wrote, ended } = shop.spawn("deploy")
    await wrote(moment)
    kill(pid)
    expect((await ended).exit).toBe("SIGKILL")
    const { exit, stderr } = await shop.run("deploy")
    expect(exit, stderr).toBe(0)
    expect((await shop.run("check", "--live")).exit).toBe(0)
    expect(shop.processes()).toHaveLength(4)
    expect((await shop.run("destroy")).exit).toBe(0)
    expect(shop.processes()).toEqual([])
  },
)

test("of two deploys at once, one is told to wait", async () => {
  const shop = await stack({ ...shopFiles, "model/main.js": slow })
  const { wrote, ended } = shop.spawn("deploy")
  await wrote("Waiting until it is up")
  for (const command of ["deploy", "destroy"]) {
    const { exit, stdout } = await shop.run(command, "--json")
    expect([exit, JSON.parse(stdout).error.code]).toEqual([75, "deploy/lock-held"])
  }
  shop.write("go", "")
  expect(await ended).toMatchObject({ exit: 0 })
  await shop.run("destroy")
})

test("of several deploys begun at one moment, one works and the others are told to wait", async () => {
  const shop = await stack({ ...shopFiles, "model/main.js": slow })
  const deploys = Array.from({ length: 3 }, () => shop.spawn("deploy"))
  const exits: (number | string | null)[] = []
  for (const { ended } of deploys) void ended.then(({ exit }) => exits.push(exit))
  await eventually("those that have to wait", () => exits.length === 2)
  expect(exits).toEqual([75, 75])
  shop.write("go", "")
  const ended = await Promise.all(deploys.map(async (deploy) => (await deploy.ended).exit))
  expect(ended.toSorted()).toEqual([0, 75, 75])
  expect(shop.processes()).toHaveLength(4)
  await shop.run("destroy")
})

test("Ctrl-C stops what is not up yet and releases the lock", async () => {
  const shop = await stack({ ...shopFiles, "model/main.js": slow })
  const { pid, wrote, ended } = shop.spawn("deploy")
  await wrote("Waiting until it is up")
  process.kill(pid, "SIGINT")
  const { exit, stderr } = await ended
  expect(exit, stderr).toBe(130)
  expect(stderr).toContain('"model" was not up yet when the command was interrupted.')
  expect(shop.processes()).toEqual([])
  shop.write("go", "")
  expect((await shop.run("deploy")).exit).toBe(0)
  await shop.run("destroy")
})

test("Ctrl-C a second time ends it at once, and the next deploy goes on", async () => {
  const shop = await stack({ ...shopFiles, "model/main.js": slow })
  const { pid, wrote, ended } = shop.spawn("deploy")
  await wrote("Waiting until it is up")
  process.kill(pid, "SIGINT")
  process.kill(pid, "SIGINT")
  const { exit } = await ended
  expect([130, "SIGINT"]).toContain(exit)
  shop.write("go", "")
  const { exit: next, stderr } = await shop.run("deploy")
  expect(next, stderr).toBe(0)
  expect(shop.processes()).toHaveLength(4)
  await shop.run("destroy")
})

/** Listens once the file "go" is in the project's folder. */
const slow = `
import { existsSync } from "node:fs"
while (!existsSync("../../../../../go")) await new Promise((resolve) => setTimeout(resolve, 20))
${modelSource()}`
  .replace('\nimport { createServer } from "node:http"', "")
  .replace("import {", 'import { createServer } from "node:http"\nimport {')

async function deployed(): Promise<Stack> {
  const shop = await stack(shopFiles)
  const { exit, stderr } = await shop.run("deploy")
  expect(exit, stderr).toBe(0)
  return shop
}

interface DeployedService {
  readonly name: string
  readonly change: string
}

function changesIn(stdout: string): Readonly<Record<string, string>> {
  const { data, error } = JSON.parse(stdout)
  if (data === undefined) throw new Error(error.message)
  return Object.fromEntries(data.services.map((one: DeployedService) => [one.name, one.change]))
}

function portOf(url = ""): number {
  return Number(new URL(url).port)
}

async function occupy(port: number): Promise<void> {
  if (!(await occupied(port))) throw new Error(`Port ${port} is taken.`)
}

/** Listens on the port until the test ends; false where somebody else does. */
function occupied(port: number): Promise<boolean> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve) => {
    server.once("error", () => resolve(false))
    server.listen(port, "127.0.0.1", () => {
      onTestFinished(() => void server.close())
      resolve(true)
    })
  })
}
