import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import local from "../../../providers/local/provider.ts"
import { eventually } from "../../support/eventually.ts"
import { processesOf } from "../../support/processes-of.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { renderManifest } from "../../support/render-manifest.ts"
import { failureOf, localProject, outputsOf, realPorts } from "./local-project.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

/** A Worker that tells its variables, a text that was bundled with it, and whether it runs in Node. */
const source = `
import text from "./greeting.txt"
import { Buffer } from "node:buffer"
export default {
  fetch(request, variables) {
    if (new URL(request.url).pathname === "/health") return new Response("ok")
    console.log("asked")
    const runtime = navigator.userAgent
    return Response.json({ ...variables, text, runtime, bytes: Buffer.from("four").length })
  },
}
`
const files = {
  "web/package.json": '{ "type": "module" }',
  "web/src/worker.ts": source,
  "web/src/greeting.txt": "hello",
}
const manifest = (fields = "", options = "") =>
  `services: { web: { kind: web, source: ./web, targets: [cloudflare], health: { path: /health, startup: 30s }${fields} } }
platforms: { local: { runtime: workerd${options} } }
`

test("a Worker runs in workerd with its variables, and is restarted when workerd is killed", async () => {
  const temporary = projectFolder()
  const machine = { variables: { ...process.env, TMPDIR: temporary } }
  const project = localProject({ manifest: manifest(), files, machine })
  const variables = { API_KEY: "swordfish", PORT: "8080", AIDEP_DEPLOYMENT: "d-1" }
  const { url } = outputsOf(await project.create("web", { variables }))
  const answer = await (await fetch(`${url}/`)).json()
  expect(answer).toEqual({
    API_KEY: "swordfish",
    AIDEP_DEPLOYMENT: "d-1",
    text: "hello",
    runtime: "Cloudflare-Workers",
    bytes: 4,
  })
  expect(await project.observe("web")).toMatchObject({ state: "running", outputs: { url } })
  const log = async () =>
    await realPorts.supervisor.tail(`${project.folder}/.aidep/local/production/web/run`, 20)
  await expect.poll(log).toContain("asked")
  for (const folder of [project.folder, temporary])
    expect(spawnSync("grep", ["-rl", "swordfish", folder], { encoding: "utf8" }).stdout).toBe("")

  const [runtime = 0] = runtimesOf(project.folder)
  process.kill(runtime, "SIGKILL")
  await eventually("another runtime", async () => {
    const [other = runtime] = runtimesOf(project.folder)
    return other !== runtime && (await isUp(url))
  })

  project.write({ "web/src/greeting.txt": "good day" })
  outputsOf(await project.update("web", { deploymentId: "d-2", variables }))
  expect(await (await fetch(`${url}/`)).json()).toMatchObject({ text: "good day" })
})

test("the gateway of the templates runs in workerd", { timeout: 120_000 }, async () => {
  const project = localProject({
    manifest: manifest("", ", compatibilityFlags: [nodejs_compat, enable_request_signal]"),
  })
  cpSync(join(root, "templates/services/gateway"), join(project.folder, "web"), { recursive: true })
  const variables = {
    UPSTREAM_URL: "http://127.0.0.1:9",
    API_KEYS: "key-of-a-caller",
    AIDEP_DEPLOYMENT: "d-1",
  }
  const { url } = outputsOf(await project.create("web", { variables }))
  const health = await fetch(`${url}/health`)
  expect(await health.json()).toEqual({ status: "ok" })
  expect(health.headers.get("x-aidep-deployment")).toBe("d-1")
  expect((await fetch(`${url}/v1/models`)).status).toBe(401)
})

test("a job runs its handler for the schedule when somebody asks for it", async () => {
  const project = localProject({
    manifest: `services: { clean: { kind: job, source: ./web, targets: [cloudflare], schedule: "0 3 * * *" } }
platforms: { local: { runtime: workerd } }
`,
    files: {
      ...files,
      "web/src/worker.ts":
        'export default { scheduled(_, { BUCKET }) { console.log("cleaned " + BUCKET) } }\n',
    },
  })
  const { url = "" } = outputsOf(await project.create("clean", { variables: { BUCKET: "old" } }))
  expect(await project.observe("clean")).toMatchObject({
    kind: "job",
    about: `Ready: "curl -X POST ${url}" runs it.`,
  })
  expect((await fetch(url, { method: "POST" })).status).toBe(200)
  expect((await project.observe("clean")).about).toContain('ended with the outcome "ok"')
  const log = async () =>
    await realPorts.supervisor.tail(`${project.folder}/.aidep/local/production/clean/run`, 20)
  await expect.poll(log).toContain("cleaned old")
})

test("a Worker that cannot be bundled is told with wrangler's own words", async () => {
  const project = localProject({
    manifest: manifest(),
    files: { ...files, "web/src/worker.ts": 'import "./missing.ts"\n' },
  })
  const { problem, log } = failureOf(await project.create("web"))
  expect(problem).toMatchObject({
    code: "local/bundle-failed",
    message: expect.stringContaining('"web" could not be bundled: "wrangler.js deploy --dry-run'),
  })
  expect(log.join("\n")).toContain("./missing.ts")
})

test("wrangler is found in the project of the user, else in PATH; without one, the error says how to get it", async () => {
  const elsewhere = {
    staticServer: "/nowhere/static-server/main.js",
    variables: { PATH: "/nowhere" },
  }
  const without = localProject({ manifest: manifest(), files, machine: elsewhere })
  expect(failureOf(await without.create("web")).problem).toMatchObject({
    code: "local/wrangler-missing",
    hint: expect.stringContaining('"npm install --save-dev wrangler"'),
  })
  const own = localProject({
    manifest: manifest(),
    files,
    machine: { variables: { PATH: process.env["PATH"] } },
  })
  mkdirSync(join(own.folder, "node_modules"))
  symlinkSync(join(root, "node_modules/wrangler"), join(own.folder, "node_modules/wrangler"))
  outputsOf(await own.create("web"))
})

test("what no Worker can be is an error, and what it leaves without effect a warning", () => {
  const mailer = "services: { mailer: { kind: worker, source: ./web, targets: [local] } }\n"
  const options = "platforms: { local: { runtime: workerd } }\n"
  expect(told(mailer + options)).toEqual(["local/not-a-worker at 3:21"])
  expect(told(manifest(", command: [node, a.js]"))).toContain("local/unused-by-worker at 3:119")
})

/** Ids of the processes that run a Worker of the project. */
function runtimesOf(folder: string): readonly number[] {
  return processesOf([folder]).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("workerd"),
  )
}

async function isUp(url: string | undefined): Promise<boolean> {
  return await fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function told(text: string): readonly string[] {
  const options = { providers: [local], target: "local" }
  return renderManifest(`version: 1\nname: shop\n${text}`, options).diagnostics.map(
    ({ code, place }) => `${code} at ${place?.line}:${place?.column}`,
  )
}
