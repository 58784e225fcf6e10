import { execFileSync } from "node:child_process"
import { existsSync, globSync } from "node:fs"
import { connect } from "node:net"
import { text } from "node:stream/consumers"
import { expect, test } from "vitest"
import { planChanges } from "../../../src/core/plan/changes.ts"
import { driver, failureOf, localProject, outputsOf } from "./local-project.ts"

const manifest = `services: {}
resources:
  cache: { kind: redis, targets: [local] }
  shop-data: { kind: postgres, targets: [local] }
`
const hasRedis = inPath("redis-server")
const postgresFolder = globSync("/usr/lib/postgresql/*/bin").find((bin) =>
  existsSync(`${bin}/psql`),
)
if (!hasRedis) console.log("Skipped: there is no redis-server on this machine.")
if (postgresFolder === undefined) console.log("Skipped: there is no Postgres on this machine.")

test.skipIf(!hasRedis)(
  "Redis comes up, keeps its data over an update, and takes it along when it goes",
  async () => {
    const project = localProject({ manifest })
    const outputs = outputsOf(await project.create("cache"))
    expect(outputs.url).toBe(`redis://${outputs.host}`)
    expect(await askRedis(outputs.host, "SET greeting hello", "QUIT")).toContain("+OK")
    const found = await project.observe("cache")
    expect(found).toMatchObject({
      state: "running",
      about: expect.stringContaining("It needs no password and takes calls of this machine only."),
    })
    expect(planChanges([project.desired("cache")], [found]).map(({ type }) => type)).toEqual([
      "none",
    ])
    const again = outputsOf(await project.update("cache"))
    expect(again).toEqual(outputs)
    expect(await askRedis(again.host, "GET greeting", "QUIT")).toContain("hello")
    await driver.remove(found, project.scope)
    expect(existsSync(`${project.folder}/.aidep/local/production`)).toBe(false)
  },
)

test.skipIf(postgresFolder === undefined)(
  "Postgres comes up with its database, and keeps it over an update",
  async () => {
    const project = localProject({ manifest })
    const { url = "" } = outputsOf(await project.create("shop-data"))
    expect(url).toMatch(/^postgres:\/\/app@127\.0\.0\.1:\d+\/shop_data$/)
    const psql = (sql: string) =>
      execFileSync(`${postgresFolder}/psql`, ["-At", "-c", sql, url], { encoding: "utf8" })
    psql("create table orders (id int); insert into orders values (7)")
    expect(outputsOf(await project.update("shop-data"))).toMatchObject({ url })
    expect(psql("select id from orders")).toBe("7\n")
    expect(await project.observe("shop-data")).toMatchObject({ state: "running" })
  },
)

test("a store whose server is not installed says what to do", async () => {
  const project = localProject({
    manifest,
    machine: { variables: { PATH: "/nowhere" }, nodePath: "/nowhere/node" },
  })
  expect(failureOf(await project.create("cache")).problem).toMatchObject({
    code: "local/store-missing",
    message: expect.stringContaining('"cache" cannot run on this machine'),
    hint: expect.stringContaining("redis-server"),
  })
})

async function askRedis(host: string | undefined, ...commands: readonly string[]): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port: Number(host?.split(":")[1]) })
  socket.write(commands.map((command) => `${command}\r\n`).join(""))
  return await text(socket)
}

function inPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(`${folder}/${name}`))
}
