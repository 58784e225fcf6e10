import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { eventually } from "../../../support/eventually.ts"
import { projectFolder } from "../../../support/project-folder.ts"
import { openRaw } from "../support/raw-client.ts"
import { completion, inOrder, json } from "../support/scripts.ts"
import { authorization, chat, stageProcess } from "../support/stage.ts"

// Group 19: each line of the log is one object of JSON, whatever callers send, and holds nothing that they said.

const prompt = "a prompt that nobody else may read"
const answer = "an answer that nobody else may read"
const asked = { ...chat, messages: [{ role: "user", content: prompt }] }
const parse = (line: string): Record<string, unknown> => JSON.parse(line)

test("every line is an object with a time, also for what is odd", async () => {
  const { gateway, url, post } = await stageProcess(json(completion(answer)), {
    LOG_LEVEL: "debug",
    USAGE_LOG: "stdout",
  })
  const connection = openRaw(url)
  connection.send(
    `GET /v1/%0a%0d{"level":"forged"}\u0007 HTTP/1.1\r\nhost: g\r\nx-request-id: a"}\u0085{"b\r\nuser-agent: \x1b[31mred\r\nconnection: close\r\n\r\n`,
  )
  await connection.closed
  const names = [
    '\n{"level":"error","message":"forged"}',
    "\u2028\u2029",
    "\x1b[2J",
    "\\",
    '"',
    "\ud800",
  ]
  for (const name of names)
    await (await post("/v1/chat/completions", { ...asked, model: name, user: name })).text()
  gateway.child.kill("SIGTERM")
  await gateway.exit
  for (const line of gateway.lines) {
    expect(parse(line)).toMatchObject({ time: expect.any(String) })
    expect(line).not.toContain("\x1b")
  }
  expect(gateway.lines.filter((line) => parse(line)["message"] === "forged")).toEqual([])
})

test("no prompt and no answer is logged, whatever becomes of the request", async () => {
  const { gateway, post } = await stageProcess(
    inOrder(
      json(completion(answer)),
      json({ error: { message: `${prompt} is not allowed` } }, 400),
      json({ error: { message: `${prompt} broke me` } }, 500),
      ({ socket }) => socket.resetAndDestroy(),
      ({ response }) => response.end(`not JSON: ${answer}`),
    ),
    { LOG_LEVEL: "debug", USAGE_LOG: "stdout", RETRIES: "0", CACHE: "all" },
  )
  for (let index = 0; index < 5; index += 1)
    await (await post("/v1/chat/completions", { ...asked, seed: index })).text()
  await (await post("/v1/generate", `{"prompt":"${prompt}`)).text()
  await (await post("/v1/generate", { prompt, max_tokens: prompt })).text()
  gateway.child.kill("SIGTERM")
  await gateway.exit
  const text = [...gateway.lines, gateway.errors()].join("\n")
  expect(text).toContain("/v1/generate")
  expect(text).not.toContain("nobody else may read")
})

test("the log says of each request who asked, for what, and what became of it", async () => {
  const { gateway, post } = await stageProcess(json(completion(answer)))
  const id = "order-7"
  await (await post("/v1/chat/completions", asked, { headers: { "x-request-id": id } })).text()
  const line = await eventually("the request to be logged", () =>
    gateway.lines.find((one) => one.includes(id)),
  )
  expect(Object.values(parse(line))).toEqual(
    expect.arrayContaining(["/v1/chat/completions", 200, id]),
  )
})

test("the usage log counts tokens by key, and holds prompts only where that is wanted", async () => {
  const folder = projectFolder()
  const lines = async (file: string, settings: Record<string, string>) => {
    const path = join(folder, file)
    const { gateway, post } = await stageProcess(json(completion(answer)), {
      USAGE_LOG: path,
      ...settings,
    })
    await (await post("/v1/chat/completions", asked)).text()
    gateway.child.kill("SIGTERM")
    await gateway.exit
    return readFileSync(path, "utf8").trim().split("\n")
  }
  const [plain, ...others] = await lines("usage.log", {})
  expect(others).toEqual([])
  expect(plain).not.toContain(prompt)
  expect(plain).not.toContain(authorization.slice(7))
  expect(JSON.stringify(parse(plain ?? ""))).toMatch(/[^\d]3[^\d].*[^\d]5[^\d]/)
  expect((await lines("prompts.log", { LOG_PROMPTS: "true" }))[0]).toContain(prompt)
})

test("lines are whole when the process is killed", async () => {
  const { gateway, post } = await stageProcess(json(completion(answer)))
  for (let index = 0; index < 100; index += 1)
    await (await post("/v1/chat/completions", asked)).text()
  gateway.child.kill("SIGKILL")
  await gateway.exit
  // Of the last line a part may be missing, of no other.
  for (const line of gateway.lines.slice(0, -1)) expect(() => parse(line)).not.toThrow()
})
