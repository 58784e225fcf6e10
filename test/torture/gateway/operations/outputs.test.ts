import { createServer } from "node:net"
import { once } from "node:events"
import { expect, onTestFinished, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { freePort } from "../support/free-port.ts"
import { runGateway } from "../support/gateway-process.ts"
import { completion, json } from "../support/scripts.ts"
import { chat, key, stageProcess } from "../support/stage.ts"

// Group 19: where the log goes may be full, slow or gone; requests are served all the same.

const answered = completion("hello")
type Staged = Awaited<ReturnType<typeof stageProcess>>

async function serve({ post }: Staged, requests: number): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>()
  for (let index = 0; index < requests; index += 50)
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const answer = await post("/v1/chat/completions", chat)
        await answer.text()
        statuses.add(answer.status)
      }),
    )
  return statuses
}

test("whoever reads the log may stop reading it: lines are dropped, requests are not", async () => {
  const staged = await stageProcess(json(answered), { LOG_LEVEL: "debug", USAGE_LOG: "stdout" })
  staged.gateway.child.stdout?.pause()
  expect(await serve(staged, 3000)).toEqual(new Set([200]))
  expect((await staged.ask("/health")).status).toBe(200)
  staged.gateway.child.stdout?.resume()
  staged.gateway.child.kill("SIGTERM")
  expect(await staged.gateway.exit).toBe(0)
})

test("whoever reads the log may go", async () => {
  const staged = await stageProcess(json(answered))
  staged.gateway.child.stdout?.destroy()
  expect(await serve(staged, 200)).toEqual(new Set([200]))
  staged.gateway.child.stderr?.destroy()
  expect(await serve(staged, 200)).toEqual(new Set([200]))
  expect(staged.gateway.child.exitCode).toBeNull()
})

test("the disk of the usage log may be full", async () => {
  const staged = await stageProcess(json(answered), { USAGE_LOG: "/dev/full" })
  expect(await serve(staged, 200)).toEqual(new Set([200]))
  const line = await eventually("the loss to be logged", () =>
    staged.gateway.lines.find((one) => one.includes("ENOSPC") || one.includes("/dev/full")),
  )
  expect(line).toMatch(/"level":"(warn|error)"/)
})

test.each([
  ["a usage log in no folder", { USAGE_LOG: "/there/is/no/such/folder/usage.log" }],
  ["a settings file that is not there", { GATEWAY_FILE: "/there/is/no/gateway.yaml" }],
])("%s is told at the start, in a sentence", async (_, settings) => {
  const { exit, stderr, stdout } = await runGateway([], {
    UPSTREAM_URL: "http://127.0.0.1:1",
    API_KEYS: key,
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    ...settings,
  })
  expect(exit).toBe(78)
  expect(stderr + stdout).toContain("/there/is/no")
  expect(stderr).not.toMatch(/\n\s+at /)
})

test("a key store that is not there yet is told in the log", async () => {
  const { gateway } = await stageProcess(json(answered), { KEY_STORE: "/there/is/no/keys.json" })
  const line = await eventually("the store to be missed", () =>
    gateway.lines.find((one) => one.includes("/there/is/no/keys.json")),
  )
  expect(line).toMatch(/"level":"(warn|error)"/)
})

test("a port that is taken is told in a sentence, and ends it", async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = String(typeof address === "object" ? address?.port : "")
  const { exit, stderr, stdout } = await runGateway([], {
    UPSTREAM_URL: "http://127.0.0.1:1",
    API_KEYS: key,
    HOST: "127.0.0.1",
    PORT: port,
  })
  expect(exit).not.toBe(0)
  expect(stderr + stdout).toContain(port)
  expect(stderr + stdout).not.toMatch(/\n\s+at /)
})
