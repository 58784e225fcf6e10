import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { test } from "node:test"
import { parse } from "yaml"
import { authorized, gatewayWith } from "./gateway-with.ts"

const folder = fileURLToPath(new URL("../observability", import.meta.url))
const read = (name: string) => readFileSync(`${folder}/${name}`, "utf8")
const hasPromtool = spawnSync("promtool", ["--version"]).status === 0
const without = hasPromtool ? false : "promtool of Prometheus is not installed"

test("the dashboard and the alerts ask for figures that there are", async () => {
  const { ask } = await gatewayWith({})
  const text = await (await ask("/metrics", { headers: authorized })).text()
  const known = new Set(text.match(/(?<=^# TYPE )\w+/gm))
  const asked = `${read("dashboard.json")}${read("alerts.yaml")}`.match(/\bgateway_[a-z_]+/g) ?? []
  const bare = asked.map((name) => name.replace(/_(?:bucket|sum|count)$/, ""))
  assert.deepEqual(
    bare.filter((name) => !known.has(name)),
    [],
  )
})

test("the dashboard is JSON, and each of its panels has a query and a place of its own", () => {
  const { panels } = JSON.parse(read("dashboard.json"))
  const places = panels.map(({ gridPos }: { gridPos: object }) => JSON.stringify(gridPos))
  assert.equal(new Set(places).size, panels.length)
  for (const { targets } of panels) assert.ok(targets.length > 0)
})

test("promtool finds nothing wrong with the alerts and their tests", { skip: without }, () => {
  for (const args of [
    ["check", "rules", "alerts.yaml"],
    ["check", "config", "--syntax-only", "prometheus.yaml"],
    ["test", "rules", "alerts.test.yaml"],
  ]) {
    const { status, stdout, stderr } = spawnSync("promtool", args, {
      cwd: folder,
      encoding: "utf8",
    })
    assert.equal(status, 0, `${stdout}${stderr}`)
  }
})

test("each alert has a test", () => {
  const { groups } = parse(read("alerts.yaml"))
  const names = groups[0].rules.flatMap(({ alert }: { alert?: string }) => alert ?? [])
  const tests = read("alerts.test.yaml")
  assert.deepEqual(
    names.filter((name: string) => !tests.includes(`alertname: ${name}\n`)),
    [],
  )
})
