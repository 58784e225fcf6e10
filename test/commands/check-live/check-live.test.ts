import type { RequestListener } from "node:http"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { httpServer } from "../../adapters/undici-prober/loopback-servers.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { runCommand } from "../../support/run-command.ts"
import { openAiServer, textPart } from "./openai-server.ts"

const manifest = (service: string, checks = "") => `version: 1
name: shop
services:
  api: { ${service}, source: ./api, targets: [railway], port: 8080, health: { path: /health, startup: 1s } }
checks: [${checks}]
`
const model = "kind: inference, access: public, model: { engine: vllm, id: some/model }"

function project(text: string): string {
  return projectFolder({
    "aidep.yaml": text,
    "api/package.json": '{ "scripts": { "start": "node ." } }',
    ".env": "API_KEYS=key-of-a-caller\nAIDEP_SECRET_KEY=key-of-a-test\n",
  })
}

async function checkLive(text: string, listener: RequestListener, ...args: readonly string[]) {
  const url = await httpServer(listener)
  const folder = project(text)
  const run = await runCommand(["check", "--live", "--url", url, ...args], { folder })
  return { ...run, url, folder }
}

describe("a service with a model", () => {
  test("is asked as OpenAI's clients ask, without a check of its own", async () => {
    const { exit, stdout } = await checkLive(manifest(model), openAiServer())
    expect(stdout).toContain('The manifest has no checks. Add some under "checks".')
    expect(stdout).toMatch(/✓ lists its models {2}api {2}\d+ ms\n {4}Serves "some\/model"\.\n/)
    expect(stdout).toMatch(
      /✓ streams a chat {2}api {2}\d+ ms\n {4}First token after \d+ ms, 2 parts with text, longest pause \d+ ms, finish reason "stop", ends with \[DONE\]\.\n/,
    )
    expect(stdout).toContain("2 of 2 probes passed.")
    expect(exit).toBe(0)
  })

  test.each([
    ["probe/not-openai", [textPart("Hello.", "stop")]],
    ["probe/not-openai", [textPart("Hel"), '{"error":{"message":"out of memory"}}', "[DONE]"]],
    ["probe/silent-stream", [textPart("", "stop"), "[DONE]"]],
  ])("fails with %s", async (code, parts) => {
    const { exit, stdout } = await checkLive(manifest(model), openAiServer({ parts }), "--json")
    const { data } = JSON.parse(stdout)
    expect(data.probes[1]).toMatchObject({
      name: "streams a chat",
      service: "api",
      passed: false,
      findings: [{ code, severity: "error" }],
    })
    expect(exit).toBe(4)
  })

  test("that does not say why it ended is a warning, which --strict makes fail", async () => {
    const server = openAiServer({ parts: [textPart("Hello."), "[DONE]"] })
    const warned = await checkLive(manifest(model), server)
    expect(warned.stdout).toContain(
      'The stream of "api" ends without a "finish_reason". [probe/no-finish-reason]',
    )
    expect(warned.exit).toBe(0)
    expect((await checkLive(manifest(model), server, "--strict")).exit).toBe(4)
  })

  test("that never starts is waited for no longer than it may take", async () => {
    const { exit, stdout } = await checkLive(
      manifest(model),
      (_request, response) => response.writeHead(503).end(),
      "--json",
    )
    const { data } = JSON.parse(stdout)
    expect(data.probes).toHaveLength(1)
    expect(data.probes[0].findings.map(({ code }: { code: string }) => code)).toEqual([
      "check/not-warm",
      "check/unexpected-answer",
    ])
    expect(exit).toBe(4)
  })

  test("may have an API of its own where the manifest names no model", async () => {
    const { exit, stdout } = await checkLive(
      manifest("kind: inference, access: public"),
      (_request, response) => response.writeHead(404).end(),
    )
    expect(stdout).toContain("It does not speak OpenAI's API (404), and need not.")
    expect(exit).toBe(0)
  })

  test("may classify instead of chat", async () => {
    const server = openAiServer()
    const { exit, stdout } = await checkLive(manifest(model), (request, response) => {
      if (request.url !== "/v1/chat/completions") return server(request, response)
      response.writeHead(400).end('{"error":{"code":"unsupported"}}')
    })
    expect(stdout).toContain("It does not chat (400), and need not.")
    expect(exit).toBe(0)
  })
})

test("a service without a model is not asked for one", async () => {
  const asked: string[] = []
  const check = "{ name: alive, service: api, request: GET /health, expect: {} }"
  const { exit } = await checkLive(manifest("kind: web", check), (request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end()
  })
  expect(asked).toEqual(["GET /health"])
  expect(exit).toBe(0)
})

describe("what is wrong", () => {
  const check = "{ name: alive, service: api, request: GET /health, expect: { text: ok } }"

  test("has a code and a hint in every format", async () => {
    const reports = ["check.sarif", "check.xml", "check.md"]
    const { stdout, folder, exit } = await checkLive(
      manifest("kind: web", check),
      (_request, response) => response.end(Buffer.from([0xff])),
      "--format",
      "annotations",
      ...reports.flatMap((file) => ["--report", file]),
    )
    const [sarif = "", junit, markdown] = reports.map((file) =>
      readFileSync(join(folder, file), "utf8"),
    )
    expect(stdout).toMatch(/^::error file=aidep\.yaml,line=5,col=\d+,title=api%3A alive::The body/)
    const results: readonly { ruleId: string }[] = JSON.parse(sarif).runs[0].results
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      "check/broken-text",
      "check/unexpected-answer",
    ])
    expect(junit).toContain("[check/broken-text]")
    expect(markdown).toContain("(`check/broken-text`)")
    expect(exit).toBe(4)
  })

  test("is explained", async () => {
    const folder = projectFolder()
    for (const code of ["check/redirect-loop", "probe/dangling-name", "probe/no-rate-limit"])
      expect((await runCommand(["explain", code], { folder })).exit).toBe(0)
  })
})

describe("--url", () => {
  const two = `version: 1
name: shop
services:
  api: { kind: web, source: ./api, targets: [railway], port: 8080 }
  web: { kind: web, source: ./api, targets: [railway], port: 8081 }
checks:
  - { name: alive, service: api, request: GET /, expect: {} }
  - { name: page, service: web, request: GET /, expect: {} }
`

  test("that could belong to several services asks which", async () => {
    const { exit, stderr } = await checkLive(two, (_request, response) => response.end())
    expect(stderr).toContain("could be the address of any of these: api, web. Nothing was asked.")
    expect(stderr).toMatch(/Name the service: "--url api=http:\/\/127\.0\.0\.1:\d+"\./)
    expect(exit).toBe(2)
  })

  test.each([
    ["api.example.com", "it is no address of http or https"],
    ["https://api.example.com/?debug=1", "it has a query or a fragment"],
    ["https://someone:hunter2@api.example.com", "it carries a user or a password"],
  ])("%s cannot be used", async (url, why) => {
    const folder = project(two)
    const { exit, stderr } = await runCommand(["check", "--live", "--url", url], { folder })
    expect(stderr).toContain(why)
    expect(stderr).not.toContain("hunter2")
    expect(exit).toBe(2)
  })
})
