import { once } from "node:events"
import { request } from "node:http"
import { expect, test } from "vitest"
import { eventually } from "../../support/eventually.ts"
import {
  changesOf,
  driver,
  failureOf,
  type LocalProject,
  localProject,
  outputsOf,
} from "./local-project.ts"

const manifest =
  "services: { retrain: { kind: job, source: ./retrain, targets: [local], command: [node, retrain.js], volumes: { models: { mount: /models } } } }"

/** Ends as its variable says; runs until the file "go" is there where it is told to wait. */
const job = `
const { existsSync } = require("node:fs")
const { MODE, PORT, AIDEP_VOLUME_MODELS } = process.env
console.log("training", MODE, PORT, AIDEP_VOLUME_MODELS.endsWith("/volumes/models"))
if (MODE === "fail") process.exit(3)
if (MODE === "wait") setInterval(() => existsSync("../../../../../go") && process.exit(0), 20)
`
const project = () =>
  localProject({ manifest, files: { "retrain/retrain.js": job, "retrain/package.json": "{}" } })

async function logOf({ observe, scope }: LocalProject): Promise<readonly string[]> {
  const lines: string[] = []
  const found = await observe("retrain")
  for await (const line of driver.logs(found, { lines: 5, follow: false }, scope)) lines.push(line)
  return lines
}

test("a deploy prepares a job and runs nothing; each POST runs it once", async () => {
  const shop = project()
  const { url = "" } = outputsOf(await shop.create("retrain", { variables: { MODE: "quick" } }))
  expect(shop.progress.at(-1)).toBe(`retrain: Ready: "curl -X POST ${url}" runs it`)
  const ready = await shop.observe("retrain")
  expect(ready).toMatchObject({ state: "running", deploymentId: "d-1", kind: "job" })
  expect(ready.about).toBe(`Ready: "curl -X POST ${url}" runs it.`)
  expect(changesOf(shop.desired("retrain"), ready)).toEqual(["none"])
  expect(await logOf(shop)).toEqual([])

  const answer = await fetch(url, { method: "POST" })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ succeeded: true, how: "with exit code 0" })
  expect(await logOf(shop)).toEqual(["training quick undefined true"])
  expect((await shop.observe("retrain")).about).toMatch(
    /^Its last run ended with exit code 0, at \S+Z\. "curl/,
  )
})

test("a run that fails is told, and the job counts as failed until the next deploy", async () => {
  const shop = project()
  const { url = "" } = outputsOf(await shop.create("retrain", { variables: { MODE: "fail" } }))
  const answer = await fetch(url, { method: "POST" })
  expect(answer.status).toBe(500)
  expect(await answer.json()).toMatchObject({ succeeded: false, how: "with exit code 3" })
  expect(await shop.observe("retrain")).toMatchObject({
    state: "failed",
    about: expect.stringContaining("Its last run ended with exit code 3"),
  })
  outputsOf(await shop.update("retrain", { variables: { MODE: "quick" } }))
  expect(await shop.observe("retrain")).toMatchObject({ state: "running" })
})

test("one run at a time, none for web pages, and a stop ends it", async () => {
  const shop = project()
  const { url = "" } = outputsOf(await shop.create("retrain", { variables: { MODE: "wait" } }))
  const headers = { origin: "https://example.com" }
  expect((await fetch(url, { method: "POST", headers })).status).toBe(403)
  expect(await statusFor(url, "page.example.com")).toBe(403)
  const run = fetch(url, { method: "POST" })
  await eventually("the run", async () => (await logOf(shop)).length === 1)
  expect((await fetch(url, { method: "POST" })).status).toBe(409)
  expect((await shop.observe("retrain")).about).toBe("It runs at this moment.")
  shop.write({ go: "" })
  expect((await run).status).toBe(200)
})

/** What a page gets that made its own name lead to this machine. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const sent = request(url, { method: "POST", headers: { host } }).end()
  const [answer] = await once(sent, "response")
  answer.resume()
  return answer.statusCode
}

test("a job whose program is not there is an error at the deploy", async () => {
  const shop = localProject({
    manifest: manifest.replace("[node, retrain.js]", "[no-such]"),
    files: { "retrain/retrain.js": job },
  })
  expect(failureOf(await shop.create("retrain")).problem.code).toBe("local/program-missing")
})
