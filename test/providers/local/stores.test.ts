import { execFileSync } from "node:child_process"
import { existsSync, globSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { Pool } from "pg"
import { createClient } from "redis"
import { expect, onTestFinished, test } from "vitest"
import {
  changesOf,
  driver,
  failureOf,
  localProject,
  outputsOf,
  realPorts,
} from "./local-project.ts"

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
    expect(changesOf(project.desired("cache"), found)).toEqual(["none"])
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

test("without redis-server, a stand-in answers real clients, and says what it is", async () => {
  const project = localProject({ manifest, machine: { variables: without("redis-server") } })
  const { url = "" } = outputsOf(await project.create("cache"))
  expect(project.progress).toContainEqual(
    expect.stringMatching(/^cache: Warning: no redis server is installed, so that fakeredis /),
  )
  const client = await createClient({ url }).connect()
  await client.set("greeting", "hello", { EX: 60 })
  expect(await client.multi().get("greeting").incrBy("count", 2).exec()).toEqual(["hello", 2])
  expect(await client.eval("return redis.call('incr', KEYS[1])", { keys: ["count"] })).toBe(3)
  client.destroy()
  const found = await project.observe("cache")
  expect([found.state, found.about]).toEqual([
    "running",
    expect.stringContaining("fakeredis 2.40.0 takes the place of the server"),
  ])
  expect(outputsOf(await project.update("cache")).url).toBe(url)
})

test("without Postgres, a stand-in answers real clients and keeps its data over an update", async () => {
  const { files } = realPorts
  const withoutDebian = async (folder: string) =>
    folder === "/usr/lib/postgresql" ? [] : await files.list(folder)
  const project = localProject({
    manifest,
    machine: { variables: without("postgres") },
    ports: { files: { ...files, list: withoutDebian } },
  })
  const { url = "" } = outputsOf(await project.create("shop-data"))
  const rows = await query(url, [
    "create table orders (id int, at timestamptz default now())",
    "insert into orders values (7)",
    "select id from orders",
  ])
  expect(rows).toEqual([{ id: 7 }])
  expect((await project.observe("shop-data")).about).toContain("PGlite 0.5.14 takes the place")
  expect(outputsOf(await project.update("shop-data")).url).toBe(url)
  expect(await query(url, ["select id from orders"])).toEqual([{ id: 7 }])
})

test("a store without its server whose stand-in cannot be installed says what to do", async () => {
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

/** The environment of this test with a PATH that has everything but one program. */
function without(program: string): Readonly<Record<string, string | undefined>> {
  const tools = mkdtempSync(join(tmpdir(), "aidep-path-"))
  onTestFinished(() => rmSync(tools, { recursive: true }))
  const folders = (process.env["PATH"] ?? "").split(":").filter((folder) => existsSync(folder))
  for (const folder of folders)
    for (const name of readdirSync(folder))
      if (name !== program && !existsSync(join(tools, name)))
        symlinkSync(join(folder, name), join(tools, name))
  return { ...process.env, PATH: tools }
}

/** Two connections at once, as a pool makes them; answers with the rows of the last command. */
async function query(url: string, commands: readonly string[]): Promise<unknown[]> {
  const pool = new Pool({ connectionString: url, max: 2 })
  try {
    const [first, second] = [await pool.connect(), await pool.connect()]
    for (const command of commands.slice(0, -1)) await first.query(command)
    const { rows } = await second.query(commands.at(-1) ?? "")
    first.release()
    second.release()
    return rows
  } finally {
    await pool.end()
  }
}

async function askRedis(host: string | undefined, ...commands: readonly string[]): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port: Number(host?.split(":")[1]) })
  socket.write(commands.map((command) => `${command}\r\n`).join(""))
  return await text(socket)
}

function inPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(`${folder}/${name}`))
}
