import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import * as z from "zod"
import { projectFolder } from "../../../support/project-folder.ts"
import { completion, done, events, inOrder, json, refusal } from "../support/scripts.ts"
import { chat, runtimes, stage } from "../support/stage.ts"

// The metrics as Prometheus' own tool reads them, and the queries of the dashboard. The alert rules and their tests
// are checked by the gateway's own tests, with the same tool.

const observability = fileURLToPath(
  new URL("../../../../templates/services/gateway/observability/", import.meta.url),
)
const hasPromtool = spawnSync("promtool", ["--version"]).status === 0
if (!hasPromtool) console.log("Skipped: there is no promtool (Debian: prometheus) on this machine.")

const panels = z.object({
  panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })).default([]) })),
})

function promtool(args: readonly string[], input = "") {
  const { status, stdout, stderr } = spawnSync("promtool", args, { input, encoding: "utf8" })
  return { status, said: `${stdout}${stderr}` }
}

describe.runIf(hasPromtool)("promtool", () => {
  test.each(runtimes)(
    "reads the metrics and finds nothing to complain about, on $name",
    async (runtime) => {
      const script = inOrder(json(completion("hello")), events([done]), refusal(500))
      const { ask, post } = await stage(script, { RETRIES: "0" }, runtime)
      for (const body of [chat, { ...chat, stream: true }, chat])
        await (await post("/v1/chat/completions", body)).text()
      const text = await (await ask("/metrics")).text()
      expect(promtool(["check", "metrics"], text)).toEqual({ status: 0, said: "" })
    },
  )

  test("understands every query of the dashboard", () => {
    const { panels: all } = panels.parse(
      JSON.parse(readFileSync(`${observability}dashboard.json`, "utf8")),
    )
    const queries = all.flatMap(({ targets }) => targets.map(({ expr }) => expr))
    expect(queries.length).toBeGreaterThan(5)
    const rules = queries.map((expr, index) => ({
      record: `query:${index}`,
      expr: expr.replaceAll("$__rate_interval", "5m").replaceAll(/\$(__)?\w+/g, "x"),
    }))
    // JSON is YAML too.
    const groups = JSON.stringify({ groups: [{ name: "dashboard", rules }] })
    const folder = projectFolder({ "dashboard.yaml": groups })
    expect(promtool(["check", "rules", join(folder, "dashboard.yaml")])).toMatchObject({
      status: 0,
    })
  })
})
