import { chmodSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import * as z from "zod"
import type { ProcessState } from "../../../src/ports/supervisor.ts"
import {
  failureOf,
  type LocalProject,
  localProject,
  outputsOf,
  realPorts,
} from "./local-project.ts"

const server = `
import { createServer } from "node:http"
createServer((request, response) => response.end(String(process.pid))).listen(process.env.PORT, "127.0.0.1")
`
const manifest = (more = "") =>
  `services: { web: { kind: web, source: ./web, targets: [local], command: [node, server.js]${more} } }`
const files = { "web/package.json": '{ "type": "module" }', "web/server.js": server }

test("a service that is killed comes up again by itself, on the same port", async () => {
  const project = localProject({ manifest: manifest(), files })
  const { url } = outputsOf(await project.create("web"))
  const before = await running(project)
  process.kill(before.pid, "SIGKILL")
  const after = await until(project, (state) => state.status === "running" && state.restarts === 1)
  expect(after).toMatchObject({ status: "running" })
  await expect.poll(() => answer(url), { timeout: 20_000 }).not.toBe(String(before.pid))
  expect(await project.observe("web")).toMatchObject({
    state: "running",
    about: expect.stringContaining("It crashed and was restarted once."),
  })
})

test("a service without its supervisor is seen as failed, and the next deploy takes it over", async () => {
  const project = localProject({ manifest: manifest(), files })
  const { url } = outputsOf(await project.create("web"))
  const before = await running(project)
  process.kill(before.supervisorPid, "SIGKILL")
  await until(project, ({ status }) => status === "unsupervised" || status === "dead")
  expect(await project.observe("web")).toMatchObject({ state: "failed" })
  const again = outputsOf(await project.update("web"))
  expect(again.url).toBe(url)
  expect(await answer(again.url)).not.toBe(String(before.pid))
  expect((await running(project)).pid).not.toBe(before.pid)
})

test("both killed, as by a restart of the machine: failed, and the next deploy starts it anew", async () => {
  const project = localProject({ manifest: manifest(), files })
  outputsOf(await project.create("web"))
  const before = await running(project)
  process.kill(before.supervisorPid, "SIGKILL")
  process.kill(before.pid, "SIGKILL")
  await until(project, ({ status }) => status === "dead")
  expect(await project.observe("web")).toMatchObject({
    state: "failed",
    about: "It was killed together with its supervisor, or the machine was restarted.",
  })
  outputsOf(await project.update("web"))
  expect(await project.observe("web")).toMatchObject({ state: "running" })
})

test("aidep killed while it waits: what it started is not counted as up", async () => {
  const stopped = new AbortController()
  const project = localProject({
    manifest: manifest(),
    files,
    signal: stopped.signal,
    ports: {
      // The last that a killed aidep does is to start the process: everything after it never happens.
      supervisor: {
        ...realPorts.supervisor,
        start: async (order) => {
          const outcome = await realPorts.supervisor.start(order)
          killed.resolve()
          return await new Promise<typeof outcome>(() => outcome)
        },
      },
    },
  })
  const killed = Promise.withResolvers<void>()
  void project.create("web")
  await killed.promise
  expect(await project.observe("web")).toMatchObject({
    state: "failed",
    about: "It was started, and is not known to be up yet.",
  })
})

test("what never listens is told from what is never healthy", async () => {
  const silent = localProject({
    manifest: manifest(", health: { path: /health, startup: 1s }"),
    files: { ...files, "web/server.js": "console.log('idle'); setInterval(() => {}, 1000)" },
  })
  const { problem, log } = failureOf(await silent.create("web"))
  expect(problem).toMatchObject({ code: "local/never-listened" })
  expect(problem.message).toMatch(
    /^"web" runs, but nothing listened on port \d+ within 1 seconds?\. It does not run now\.$/,
  )
  expect(log).toEqual(["idle"])
  const sick = localProject({
    manifest: manifest(", health: { path: /health, startup: 1s }"),
    files: {
      ...files,
      "web/server.js": server.replace("response.end", "response.writeHead(503).end"),
    },
  })
  expect(failureOf(await sick.create("web")).problem).toMatchObject({
    code: "local/never-healthy",
    message: expect.stringContaining("/health answered with status 503."),
  })
  expect(await realPorts.supervisor.inspect(runFolder(sick))).toMatchObject({ status: "exited" })
})

test("what insists on a port that is taken is told so", async () => {
  const project = localProject({
    manifest: manifest(),
    files: {
      ...files,
      "web/server.js": `
import { createServer } from "node:http"
const first = createServer().listen(0, "127.0.0.1", () => createServer().listen(first.address().port, "127.0.0.1"))
`,
    },
  })
  const { problem, log } = failureOf(await project.create("web"))
  expect(problem).toMatchObject({
    code: "local/exited",
    hint: expect.stringContaining("variable PORT"),
  })
  expect(log.join("\n")).toContain("EADDRINUSE")
})

test("a command whose program is not there", async () => {
  const project = localProject({
    manifest:
      "services: { web: { kind: web, source: ./web, targets: [local], command: [no-such] } }",
    files,
  })
  expect(failureOf(await project.create("web")).problem).toMatchObject({
    code: "local/program-missing",
    message: expect.stringContaining('"web" cannot run "no-such"'),
  })
})

test("a script whose interpreter is not there", async () => {
  const project = localProject({
    manifest:
      "services: { web: { kind: web, source: ./web, targets: [local], command: [./run.sh] } }",
    files: { ...files, "web/run.sh": "#!/nowhere/interpreter\n" },
  })
  chmodSync(join(project.folder, "web/run.sh"), 0o755)
  const { problem } = failureOf(await project.create("web"))
  expect(problem).toMatchObject({
    code: "local/not-startable",
    message: expect.stringMatching(/the interpreter that ".*run\.sh" names is not there/),
  })
})

test("packages without npm", async () => {
  const project = localProject({
    manifest: manifest(),
    files: { ...files, "web/package.json": '{ "dependencies": { "greet": "1" } }' },
    machine: { variables: { PATH: "/nowhere" }, nodePath: "/nowhere/node" },
  })
  expect(failureOf(await project.create("web")).problem).toMatchObject({
    code: "local/npm-missing",
    hint: expect.stringContaining("Install npm"),
  })
})

test("an interruption stops what is not known to be up", async () => {
  const interruption = new AbortController()
  const project = localProject({
    manifest: manifest(", health: { path: /health }"),
    files: { ...files, "web/server.js": "setInterval(() => {}, 1000)" },
    signal: interruption.signal,
    ports: {
      clock: {
        ...realPorts.clock,
        sleep: async () => interruption.abort(),
      },
    },
  })
  expect(failureOf(await project.create("web")).problem.code).toBe("local/interrupted")
  expect(await realPorts.supervisor.inspect(runFolder(project))).toMatchObject({ status: "exited" })
})

test("a folder that cannot be written is an error before anything is started", async () => {
  const project = localProject({
    manifest: manifest(),
    files,
    ports: {
      files: {
        ...realPorts.files,
        writeAll: async ([file]) => ({
          status: "failed",
          path: file?.path ?? "",
          reason: "the disk is full",
          replaced: [],
        }),
      },
    },
  })
  const { problem } = failureOf(await project.create("web"))
  expect(problem).toMatchObject({
    code: "local/unwritable",
    message: expect.stringContaining("the disk is full"),
  })
  expect(await realPorts.supervisor.inspect(runFolder(project))).toEqual({ status: "none" })
})

const pid = z.string().regex(/^\d+$/)

async function answer(url: string | undefined): Promise<string> {
  return pid.parse(await (await fetch(`${url}/`)).text())
}

function runFolder({ folder }: LocalProject): string {
  return `${folder}/.aidep/local/production/web/run`
}

async function running(project: LocalProject) {
  const state = await realPorts.supervisor.inspect(runFolder(project))
  if (state.status === "running") return state
  throw new Error(`It is ${state.status}.`)
}

async function until(
  project: LocalProject,
  isThere: (state: ProcessState) => boolean,
): Promise<ProcessState> {
  const inspect = async () => await realPorts.supervisor.inspect(runFolder(project))
  await expect.poll(async () => isThere(await inspect()), { timeout: 20_000 }).toBe(true)
  return await inspect()
}
