import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { projectFolder } from "../support/project-folder.ts"
import { runCommand } from "../support/run-command.ts"

const manifest = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [fly], port: 8080 }
checks:
  - { name: alive, service: api, request: GET /health, expect: { json: { status: ok } } }
slo: { availability: 90% }
`
const files = { "aidep.yaml": manifest, "api/package.json": '{ "scripts": { "start": "node ." } }' }

const alive: RequestListener = (_request, response) => response.end('{"status":"ok"}')

describe("check --live with a load", () => {
  test("passes a service that meets its objective, and writes what was measured", async () => {
    const { exit, stdout, folder } = await measure(alive, ["--report", "load.html"])
    expect(stdout).toContain('✓ 50 requests to "api" in 1 s, 50 a second: pass.')
    expect(stdout).toContain("0 of 50 requests failed; 100 % (95 %: 92.9 % to 100 %)")
    expect(exit).toBe(0)
    const page = readFileSync(join(folder, "load.html"), "utf8")
    expect(page).toContain("<h2>Under load</h2>")
    expect(page).toContain("<svg ")
  })

  test("fails with 4 where it does not", async () => {
    let asked = 0
    const failing: RequestListener = (request, response) => {
      asked += 1
      if (asked % 2 === 0) response.statusCode = 503
      alive(request, response)
    }
    const { exit, stdout } = await measure(failing, ["--json"])
    expect(exit).toBe(4)
    expect(JSON.parse(stdout).data.slo).toMatchObject({
      verdict: "fail",
      counts: { requests: 50, errors: 25 },
      objectives: [{ name: "availability", objective: 0.9 }],
    })
  })

  test("ends with 6 where it does not tell", async () => {
    const { exit, stdout } = await measure(alive, ["--rate", "5"])
    expect(stdout).toContain("5 a second: inconclusive.")
    expect(stdout).toContain("it takes about")
    expect(exit).toBe(6)
  })

  test("compares with another release at the same time", async () => {
    const against = await serve((request, response) => {
      response.setHeader("x-old", "1")
      alive(request, response)
    })
    const { stdout } = await measure(alive, ["--json", "--against", against])
    const { comparison } = JSON.parse(stdout).data.slo
    expect(comparison.compared[0]).toMatchObject({ measure: "errors", status: "same" })
    expect(comparison.compared.at(-1)).toMatchObject({ measure: "golden prompts", status: "same" })
  })
})

describe("flags of a load", () => {
  test.each([
    [["--duration", "1m"], "One of the following"],
    [["--live", "--duration", "soon"], '"soon" is not a duration from 1s to 24h'],
    [["--live", "--duration", "10ms"], '"10ms" is not a duration from 1s to 24h'],
    [["--live", "--rate", "9000"], '"9000" is not a number of requests a second'],
    [["--live", "--rate", ""], "is not a number of requests a second"],
    [["--live", "--against", "https://old.test"], "One of the following"],
  ])("%j", async (flags, message) => {
    const { exit, stderr } = await runCommand(["check", ...flags], { folder: projectFolder(files) })
    expect(stderr).toContain(message)
    expect(exit).toBe(2)
  })
})

async function measure(listener: RequestListener, flags: readonly string[]) {
  const folder = projectFolder(files)
  const url = await serve(listener)
  const load = flags.includes("--rate")
    ? ["--duration", "1s"]
    : ["--duration", "1s", "--rate", "50"]
  const argv = ["check", "--live", "--url", url, ...load, ...flags]
  return { ...(await runCommand(argv, { folder })), folder }
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
