import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import * as z from "zod"
import { changesOf, driver, failureOf, localProject, outputsOf } from "./local-project.ts"

/** Answers with what it was given; ends when asked to. */
const server = `
import { createServer } from "node:http"
const { PORT, HOST } = process.env
createServer((request, response) => {
  if (request.url === "/exit") process.exit(7)
  response.end(request.url === "/health" ? "healthy" : JSON.stringify({ ...process.env, PID: process.pid }))
}).listen(PORT, HOST, () => console.log("listening on", PORT))
`
const health = "health: { path: /health, startup: 20s }"
const manifestAt = (port: number) => `
services:
  web: { kind: web, source: ./web, targets: [local], port: ${port}, ${health} }
  twin: { kind: web, source: ./web, targets: [local], port: ${port}, ${health} }
`
const manifest = manifestAt(18080)
const packageFile = JSON.stringify({ type: "module", scripts: { start: "node server.js" } })
const files = { "web/package.json": packageFile, "web/server.js": server }

const answers = z.record(z.string(), z.union([z.string(), z.number()]))
const ask = async (url: string | undefined) => answers.parse(await (await fetch(`${url}/`)).json())

test("comes up, is observed as what was wanted, and goes away", async () => {
  const project = localProject({ manifest, files })
  const outputs = outputsOf(await project.create("web", { variables: { GREETING: "hello" } }))
  const found = await project.observe("web")
  const desired = project.desired("web")
  expect(found).toMatchObject({
    address: desired.address,
    state: "running",
    about: expect.stringContaining(`Answers at ${outputs.url}.`),
    observed: desired.desired,
    deploymentId: desired.deploymentId,
    outputs: { url: `http://${outputs.host}` },
  })
  expect(changesOf(desired, found)).toEqual(["none"])
  expect(await driver.remove(found, project.scope)).toEqual({ status: "removed" })
  expect(await driver.observe(project.scope)).toEqual({ status: "observed", resources: [] })
  await expect(fetch(`${outputs.url}/`)).rejects.toThrow("fetch failed")
  expect(readdirSync(join(project.folder, ".aidep", "local"))).toEqual([".gitignore"])
})

test("gets its variables and little else, and leaves the user's folder as it is", async () => {
  const project = localProject({
    manifest,
    files,
    machine: { variables: { ...process.env, SECRET_OF_THE_USER: "x" } },
  })
  const variables = { GREETING: "hello", PORT: "18080", PASSWORD: "swordfish" }
  const outputs = outputsOf(await project.create("web", { variables }))
  const { PATH, PORT, ...rest } = await ask(outputs.url)
  expect(rest).toMatchObject({ GREETING: "hello", PASSWORD: "swordfish", NODE_ENV: "production" })
  expect(rest).not.toHaveProperty("SECRET_OF_THE_USER")
  expect(outputs.host).toBe(`127.0.0.1:${PORT}`)
  expect(String(PATH).split(":")[0]).toMatch(/build-\w+\/node_modules\/\.bin$/)
  expect(readdirSync(join(project.folder, "web")).toSorted()).toEqual(["package.json", "server.js"])
  expect(filesHolding("swordfish", join(project.folder, ".aidep"))).toEqual([])
})

test("two services that name one port both come up", async () => {
  const project = localProject({ manifest, files })
  const [web, twin] = await Promise.all([project.create("web"), project.create("twin")])
  expect(new Set([outputsOf(web).url, outputsOf(twin).url]).size).toBe(2)
})

test("takes another port where the one of the manifest is taken, and says so", async () => {
  const taken = await takenPort()
  const project = localProject({ manifest: manifestAt(taken), files })
  const outputs = outputsOf(await project.create("web"))
  expect(outputs.host).not.toBe(`127.0.0.1:${taken}`)
  expect(await ask(outputs.url)).toHaveProperty("PORT")
  expect((await project.observe("web")).about).toContain(`Port ${taken} was not free.`)
  expect(project.progress).toContainEqual(expect.stringContaining(`since ${taken} is taken`))
})

test("an update keeps the port, runs the new code and drops the old copy", async () => {
  const project = localProject({ manifest, files })
  const before = outputsOf(await project.create("web"))
  project.write({ "web/server.js": server.replace('"healthy"', '"very healthy"') })
  const after = outputsOf(await project.update("web", { deploymentId: "d-2" }))
  expect(after).toEqual(before)
  expect(await (await fetch(`${after.url}/health`)).text()).toBe("very healthy")
  expect(buildsOf(project.folder)).toHaveLength(1)
  expect(await project.observe("web")).toMatchObject({ deploymentId: "d-2", state: "running" })
})

test("what ends at once is a failure with its last lines, and nothing is left running", async () => {
  const project = localProject({
    manifest,
    files: { ...files, "web/server.js": 'console.error("no database"); process.exit(3)' },
  })
  const { problem, log } = failureOf(await project.create("web"))
  expect(problem).toMatchObject({
    code: "local/exited",
    message: '"web" ended before it was up, with exit code 3. It does not run now.',
  })
  expect(log.join("\n")).toContain("no database")
  expect(await project.observe("web")).toMatchObject({ state: "failed", about: expect.any(String) })
  const lines: string[] = []
  const shown = { lines: 10, follow: false }
  for await (const line of driver.logs(await project.observe("web"), shown, project.scope))
    lines.push(line)
  expect(lines.join("\n")).toContain("no database")
  project.write({ "web/server.js": server })
  outputsOf(await project.update("web", { deploymentId: "d-2" }))
  expect(await project.observe("web")).toMatchObject({ state: "running", deploymentId: "d-2" })
})

test("when the new version fails, the old one runs again and the failure says so", async () => {
  const project = localProject({ manifest, files })
  const { url } = outputsOf(await project.create("web", { variables: { AIDEP_DEPLOYMENT: "d-1" } }))
  project.write({ "web/server.js": "process.exit(3)" })
  const variables = { AIDEP_DEPLOYMENT: "d-2" }
  const { problem } = failureOf(await project.update("web", { deploymentId: "d-2", variables }))
  expect(problem.message).toContain("The version of before was started again and is up.")
  expect(await ask(url)).toMatchObject({ AIDEP_DEPLOYMENT: "d-1" })
  expect(await project.observe("web")).toMatchObject({ state: "running", deploymentId: "d-1" })
})

test("when the new version cannot be prepared, the old one was never stopped", async () => {
  const project = localProject({ manifest, files })
  const { url } = outputsOf(await project.create("web"))
  const { PID } = await ask(url)
  const dependencies = { missing: "no such version!" }
  project.write({
    "web/package.json": JSON.stringify({ ...JSON.parse(packageFile), dependencies }),
  })
  rmSync(join(project.folder, "web", "server.js"))
  const { problem, log } = failureOf(await project.update("web", { deploymentId: "d-2" }))
  expect(problem).toMatchObject({
    code: "local/packages-failed",
    message: expect.stringMatching(
      /"npm install .*" ended with .* The version of before still runs/,
    ),
  })
  expect(log.join("\n")).toContain("missing")
  expect(await ask(url)).toMatchObject({ PID })
})

test("installs packages beside the copy", async () => {
  const project = localProject({
    manifest,
    files: {
      ...files,
      "web/greet/package.json": JSON.stringify({ name: "greet", version: "1.0.0", type: "module" }),
      "web/greet/index.js": 'export const greeting = "hello from a package"',
      "web/package.json": JSON.stringify({
        ...JSON.parse(packageFile),
        dependencies: { greet: "file:./greet" },
        devDependencies: { "not-there": "file:./not-there" },
      }),
      "web/server.js": `import { greeting } from "greet"\n${server.replace('"healthy"', "greeting")}`,
    },
  })
  const { url } = outputsOf(await project.create("web"))
  expect(await (await fetch(`${url}/health`)).text()).toBe("hello from a package")
  expect(existsSync(join(project.folder, "web", "node_modules"))).toBe(false)
})

test("runs from the manifest's own folder, without copying what aidep keeps there", async () => {
  const project = localProject({
    manifest: `services: { web: { kind: web, source: ".", targets: [local], ${health} } }`,
    files: { "package.json": packageFile, "server.js": server, ".env": "PASSWORD=swordfish" },
  })
  outputsOf(await project.create("web"))
  const [build = ""] = buildsOf(project.folder)
  const copied = readdirSync(join(project.folder, ".aidep/local/production/web", build))
  expect(copied.toSorted()).toEqual(["package.json", "server.js"])
})

test("a damaged record is found, and the next deploy starts it anew", async () => {
  const project = localProject({ manifest, files })
  const { url } = outputsOf(await project.create("web"))
  const { PID } = await ask(url)
  writeFileSync(join(project.folder, ".aidep/local/production/web/record.json"), '{ "schema":')
  const { address } = project.desired("web")
  expect(await project.observe("web")).toMatchObject({ address, state: "failed" })
  const again = outputsOf(await project.update("web"))
  expect((await ask(again.url))["PID"]).not.toBe(PID)
  await expect(fetch(`${url}/health`).then(({ status }) => status)).resolves.toBe(200)
})

test("its log is followed until the signal", async () => {
  const end = new AbortController()
  const project = localProject({ manifest, files, signal: end.signal })
  outputsOf(await project.create("web"))
  const found = await project.observe("web")
  const lines: string[] = []
  for await (const line of driver.logs(found, { lines: 5, follow: true }, project.scope)) {
    lines.push(line)
    end.abort()
  }
  expect(lines).toEqual([expect.stringMatching(/^listening on \d+$/)])
})

function buildsOf(folder: string): readonly string[] {
  const names = readdirSync(join(folder, ".aidep/local/production/web"))
  return names.filter((name) => /^build-\w+$/.test(name))
}

function filesHolding(text: string, folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path, "utf8").includes(text))
}

/** A port of the system's choice that somebody listens on until the test ends. */
async function takenPort(): Promise<number> {
  const listener = createServer()
  onTestFinished(() => void listener.close())
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
  const address = listener.address()
  return typeof address === "object" && address !== null ? address.port : 0
}
