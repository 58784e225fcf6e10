import { spawn } from "node:child_process"
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { nodeSupervisor } from "../../../src/adapters/supervisor/node-supervisor.ts"
import { eventually } from "../../support/eventually.ts"
import {
  allTextIn,
  isGone,
  place,
  start,
  supervisor,
  untilLogged,
  untilState,
} from "./supervised.ts"

const forever = "setInterval(() => {}, 1000)"
const onLinux = process.platform === "linux"
const ofProcess = (pid: number, name: string) => readFileSync(`/proc/${pid}/${name}`, "latin1")

test("a process runs in its folder with exactly the variables it was given", async () => {
  const { folder, workingFolder, script } = place()
  const text = `console.log(JSON.stringify({ cwd: process.cwd(), env: process.env, pid: process.pid })); ${forever}`
  const { pid, supervisorPid } = await start(script(text, { variables: { GREETING: "hello" } }))
  const said = JSON.parse(await untilLogged(folder, /cwd/))
  expect(said).toEqual({
    cwd: workingFolder,
    env: { GREETING: "hello", AIDEP_SUPERVISED: expect.any(String) },
    pid,
  })
  expect(await supervisor.inspect(folder)).toEqual({
    status: "running",
    pid,
    supervisorPid,
    startedAtMs: expect.any(Number),
    restarts: 0,
    droppedLogBytes: 0,
  })
})

test("nobody else on the machine can read the log or the state", async () => {
  const { folder, script } = place()
  await start(script(`console.log("private"); ${forever}`))
  await untilLogged(folder, /private/)
  expect(statSync(folder).mode & 0o077).toBe(0)
  expect(statSync(join(folder, "log")).mode & 0o077).toBe(0)
})

const secret = "s3cr3t-value-of-the-test"
const knowsSecret = `if (process.env.TOKEN?.startsWith("s3cr3t-")) console.log("has it"); ${forever}`

test("secret variables appear in no file", async () => {
  const { folder, script } = place()
  const { pid } = await start(script(knowsSecret, { variables: { TOKEN: secret } }))
  await untilLogged(folder, /has it/)
  process.kill(pid, "SIGKILL")
  await untilState(folder, "running", ({ restarts }) => restarts === 1)
  expect(allTextIn(folder)).not.toContain(secret)
  await supervisor.stop(folder, { graceMs: 5_000 })
  expect(allTextIn(folder)).not.toContain(secret)
})

test.runIf(onLinux)("lists of processes show the label, and no secret", async () => {
  const { folder, script } = place()
  const order = script(knowsSecret, { variables: { TOKEN: secret }, label: "shop api" })
  const { pid, supervisorPid } = await start(order)
  await untilLogged(folder, /has it/)
  const shown = ["cmdline", "environ"].map((name) => ofProcess(supervisorPid, name))
  expect(shown[0]).toContain("shop api")
  expect([...shown, ofProcess(pid, "cmdline")].join()).not.toContain(secret)
})

test.runIf(onLinux)(
  "the supervisor inherits nothing of the environment that started it but PATH",
  async () => {
    process.env["AIDEP_TEST_TOKEN"] = "from-the-shell"
    const { script } = place()
    const { supervisorPid } = await start(script(forever))
    delete process.env["AIDEP_TEST_TOKEN"]
    const names = ofProcess(supervisorPid, "environ")
      .split("\0")
      .map((variable) => variable.split("=")[0])
    expect(names.filter((name) => name !== "")).toEqual(["PATH"])
  },
)

test.each([
  [
    "a program that is not there",
    { file: "no-such-program-anywhere" },
    "missing-program",
    /no program "no-such-program-anywhere"/,
  ],
  ["a path that is not there", { file: "/no/such/python3" }, "missing-program", /no program/],
  [
    "a working folder that is not there",
    { workingFolder: "/no/such/folder" },
    "missing-working-folder",
    /no folder "\/no\/such\/folder"/,
  ],
  ["a null character in an argument", { args: ["a\0b"] }, "other", /null character/],
] as const)("%s is an answer, and nothing runs", async (_, change, problem, reason) => {
  const { folder, script } = place()
  const order = script(forever, { variables: { PATH: process.env["PATH"] ?? "" }, ...change })
  expect(await supervisor.start(order)).toEqual({
    status: "not-startable",
    problem,
    reason: expect.stringMatching(reason),
  })
  expect(await supervisor.inspect(folder)).toMatchObject({
    status: "exited",
    why: "not-startable",
    exit: { kind: "not-startable", problem },
  })
  expect(await supervisor.stop(folder, { graceMs: 0 })).not.toMatchObject({ status: "still-alive" })
})

test("a refused variable is named, its value is not", async () => {
  const { folder, script } = place()
  const outcome = await supervisor.start(script(forever, { variables: { KEY: "sec\0ret" } }))
  expect(outcome).toMatchObject({
    status: "not-startable",
    reason: 'the variable "KEY" holds a null character',
  })
  expect(allTextIn(folder)).not.toContain("sec")
})

test("a script whose interpreter is missing, and a file that may not be executed, are told apart", async () => {
  const { workingFolder, script } = place()
  const file = join(workingFolder, "serve")
  writeFileSync(file, "#!/no/such/venv/bin/python\n")
  expect(await supervisor.start(script("", { file }))).toMatchObject({ problem: "not-permitted" })
  chmodSync(file, 0o755)
  expect(await supervisor.start(script("", { file }))).toMatchObject({
    problem: "missing-interpreter",
  })
})

test("a folder that cannot be made is an answer", async () => {
  const { workingFolder, script } = place()
  writeFileSync(join(workingFolder, "file"), "")
  const order = script(forever, { folder: join(workingFolder, "file", "service") })
  expect(await supervisor.start(order)).toMatchObject({
    status: "not-startable",
    problem: "folder-unusable",
  })
  expect(await supervisor.inspect(order.folder)).toEqual({ status: "none" })
})

test("a supervisor that cannot run is an answer", async () => {
  const { workingFolder, script } = place()
  const broken = nodeSupervisor(join(workingFolder, "no-such-supervisor.js"))
  expect(await broken.start(script(forever))).toMatchObject({
    status: "not-startable",
    problem: "no-supervisor",
  })
})

test("where one runs, nothing is started", async () => {
  const { script } = place()
  const { pid } = await start(script(forever))
  expect(await supervisor.start(script(forever))).toMatchObject({
    status: "already-running",
    state: { status: "running", pid },
  })
})

test("of several starts at once in one folder, one wins", async () => {
  const { folder, script } = place()
  const order = script(`console.log("started " + process.pid); ${forever}`)
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => supervisor.start(order)))
  const winners = outcomes.filter(({ status }) => status === "started")
  expect(winners).toHaveLength(1)
  expect(outcomes.filter(({ status }) => status === "already-running")).toHaveLength(3)
  expect(await supervisor.inspect(folder)).toMatchObject({ ...winners[0], status: "running" })
  await untilLogged(folder, /started/)
  await supervisor.stop(folder, { graceMs: 5_000 })
  expect(await supervisor.tail(folder, 10)).toHaveLength(1)
})

test("after a stop it can be started again, at once and many times", async () => {
  const { folder, script } = place()
  for (let round = 0; round < 3; round++) {
    await start(script(forever))
    expect(await supervisor.stop(folder, { graceMs: 5_000 })).toEqual({ status: "stopped" })
  }
  await start(script("", { restart: "never" }))
  await untilState(folder, "exited")
  await start(script(forever))
  expect(await supervisor.inspect(folder)).toMatchObject({ status: "running", restarts: 0 })
})

test("it goes on when all that started it is killed", async () => {
  const { folder, workingFolder, script } = place()
  const order = script(`console.log("life " + process.pid); ${forever}`)
  const starter = join(workingFolder, "starter.ts")
  const source = new URL("../../../src/adapters/supervisor/", import.meta.url)
  writeFileSync(
    starter,
    [
      `import { nodeSupervisor } from ${JSON.stringify(new URL("node-supervisor.ts", source).href)}`,
      `const program = ${JSON.stringify(new URL("main.ts", source).pathname)}`,
      `console.log(JSON.stringify(await nodeSupervisor(program).start(${JSON.stringify(order)})))`,
      "setInterval(() => {}, 1000)",
    ].join("\n"),
  )
  const child = spawn(process.execPath, [starter], { detached: true, stdio: "ignore" })
  const { pid } = await untilState(folder, "running")
  process.kill(-(child.pid ?? 0), "SIGKILL")
  await eventually("the end of the starter", () => isGone(child.pid ?? 0))
  process.kill(pid, "SIGKILL")
  const next = await untilState(folder, "running", ({ restarts }) => restarts === 1)
  expect(await untilLogged(folder, new RegExp(`life ${next.pid}`))).toBeDefined()
})

test("when its folder is deleted, it ends with all that it started", async () => {
  const { folder, script } = place()
  const { pid, supervisorPid } = await start(script(forever))
  rmSync(folder, { recursive: true })
  await eventually("the end of both", () => isGone(pid) && isGone(supervisorPid))
  expect(existsSync(folder)).toBe(false)
})
