import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { highestClaim, succeed } from "../../../src/adapters/supervisor/folder/claim.ts"
import { writeState } from "../../../src/adapters/supervisor/folder/state-file.ts"
import { eventually } from "../../support/eventually.ts"
import { isGone, place, start, supervisor, untilLogged, untilState } from "./supervised.ts"

// Elsewhere nothing proves that a group whose leader is gone is still the same.
const onLinux = process.platform === "linux"
const forever = "setInterval(() => {}, 1000)"
/** Long enough that no test waits for it. */
const patient = { graceMs: 600_000 }

/** Starts another process that would live for ever, in the same group, with its own way of taking SIGTERM. */
const family = (taking: "default" | "ignoring") => `
  import { spawn } from "node:child_process"
  const ignore = "process.on('SIGTERM', () => {});"
  const code = ${taking === "ignoring" ? "ignore" : '""'} + "console.log('grandchild ' + process.pid); setInterval(() => {}, 1000)"
  spawn(process.execPath, ["-e", code], { stdio: "inherit" })
  ${forever}`

async function grandchildOf(folder: string): Promise<number> {
  return Number((await untilLogged(folder, /^grandchild \d+$/)).slice("grandchild ".length))
}

test("a process is asked to end and may finish its work", async () => {
  const { folder, script } = place()
  const text = `process.on("SIGTERM", () => { console.log("finished"); process.exit(0) }); console.log("ready"); ${forever}`
  const { pid, supervisorPid } = await start(script(text))
  await untilLogged(folder, /ready/)
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "stopped" })
  expect([isGone(pid), isGone(supervisorPid)]).toEqual([true, true])
  expect(await supervisor.tail(folder, 1)).toEqual(["finished"])
  expect(await supervisor.inspect(folder)).toMatchObject({
    status: "exited",
    why: "stopped",
    exit: { kind: "code", code: 0 },
  })
})

test("one that does not want to end is made to", async () => {
  const { folder, script } = place()
  const text = `process.on("SIGTERM", () => console.log("no")); console.log("ready"); ${forever}`
  const { pid } = await start(script(text))
  await untilLogged(folder, /ready/)
  expect(await supervisor.stop(folder, { graceMs: 300 })).toEqual({ status: "stopped" })
  expect(isGone(pid)).toBe(true)
  expect(await supervisor.tail(folder, 1)).toEqual(["no"])
  expect(await supervisor.inspect(folder)).toMatchObject({
    exit: { kind: "signal", signal: "SIGKILL" },
  })
})

test.each(["default", "ignoring"] as const)(
  "what it started ends with it (%s SIGTERM)",
  async (taking) => {
    const { folder, script } = place()
    const { pid } = await start(script(family(taking)))
    const grandchild = await grandchildOf(folder)
    expect(await supervisor.stop(folder, { graceMs: 300 })).toEqual({ status: "stopped" })
    expect([isGone(pid), isGone(grandchild)]).toEqual([true, true])
  },
)

test.runIf(onLinux)("what left its process group ends with it too", async () => {
  const { folder, script } = place()
  const text = family("default").replace('stdio: "inherit"', 'stdio: "inherit", detached: true')
  await start(script(text))
  const daemon = await grandchildOf(folder)
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "stopped" })
  expect(isGone(daemon)).toBe(true)
})

test("stopping again, or where nothing ever was, changes nothing", async () => {
  const { folder, workingFolder, script } = place()
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "nothing-to-stop" })
  expect(await supervisor.stop(join(workingFolder, "program.mjs"), patient)).toEqual({
    status: "nothing-to-stop",
  })
  await start(script(forever))
  const both = await Promise.all([
    supervisor.stop(folder, patient),
    supervisor.stop(folder, patient),
  ])
  expect(both).toEqual([{ status: "stopped" }, { status: "stopped" }])
  const before = await supervisor.inspect(folder)
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "nothing-to-stop" })
  expect(await supervisor.inspect(folder)).toEqual(before)
})

test("without its supervisor a process goes on unsupervised; it can be stopped but not started twice", async () => {
  const { folder, script } = place()
  const { pid, supervisorPid } = await start(script(family("ignoring")))
  const grandchild = await grandchildOf(folder)
  process.kill(supervisorPid, "SIGKILL")
  expect(await untilState(folder, "unsupervised")).toEqual({
    status: "unsupervised",
    pid,
    restarts: 0,
  })
  expect(await supervisor.start(script(forever))).toMatchObject({
    status: "already-running",
    state: { status: "unsupervised", pid },
  })
  expect(await supervisor.stop(folder, { graceMs: 300 })).toEqual({ status: "stopped" })
  expect([isGone(pid), isGone(grandchild)]).toEqual([true, true])
  expect(await supervisor.inspect(folder)).toMatchObject({
    status: "exited",
    why: "stopped",
    exit: undefined,
  })
})

test.runIf(onLinux)(
  "when both were killed it is dead, and what they left does not stand in the way of a new start",
  async () => {
    const { folder, script } = place()
    const { pid, supervisorPid } = await start(script(family("ignoring")))
    const grandchild = await grandchildOf(folder)
    process.kill(supervisorPid, "SIGKILL")
    process.kill(pid, "SIGKILL")
    await untilState(folder, "dead")
    expect(isGone(grandchild)).toBe(false)
    const next = await start(script(forever))
    expect(isGone(grandchild)).toBe(true)
    expect(await supervisor.inspect(folder)).toMatchObject({
      status: "running",
      pid: next.pid,
      restarts: 0,
    })
  },
)

test.runIf(onLinux)("when both were killed, stop ends what they left", async () => {
  const { folder, script } = place()
  const { pid, supervisorPid } = await start(script(family("default")))
  const grandchild = await grandchildOf(folder)
  process.kill(supervisorPid, "SIGKILL")
  process.kill(pid, "SIGKILL")
  await untilState(folder, "dead")
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "stopped" })
  expect(isGone(grandchild)).toBe(true)
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "nothing-to-stop" })
})

test("a supervisor that is suspended is stopped all the same", { timeout: 90_000 }, async () => {
  const { folder, script } = place()
  const { pid, supervisorPid } = await start(script(forever))
  process.kill(supervisorPid, "SIGSTOP")
  expect(await supervisor.stop(folder, { graceMs: 0 })).toEqual({ status: "stopped" })
  expect([isGone(pid), isGone(supervisorPid)]).toEqual([true, true])
})

test("a number that now belongs to somebody else is neither believed nor killed", async () => {
  const { folder, workingFolder, script } = place()
  const stranger = join(workingFolder, "stranger")
  const { pid } = await start(script(forever, { folder: stranger }))
  const before = { pid, started: "long ago" }
  const claim = succeed(folder, undefined, { supervisor: before, run: "an earlier run" })
  writeState(folder, claim?.number ?? 0, {
    label: "test",
    restarts: 2,
    droppedLogBytes: 0,
    phase: { status: "running", child: before, startedAtMs: 0 },
  })
  expect(await supervisor.inspect(folder)).toEqual({ status: "dead", restarts: 2 })
  expect(await supervisor.stop(folder, { graceMs: 0 })).toEqual({ status: "nothing-to-stop" })
  expect(isGone(pid)).toBe(false)
  await supervisor.stop(stranger, { graceMs: 0 })
})

test.each([
  ["is cut off", (text: string) => text.slice(0, 80), /not whole/],
  ["is empty", () => "", /not whole/],
  ["is of a later version", (text: string) => text.replace("@1", "@2"), /"schema" is not/],
  ["is something else", () => "[]", /not a state file/],
  [
    "names no real process",
    (text: string) => text.replace(/"pid": \d+/, '"pid": -1'),
    /part of it is missing/,
  ],
])("a state file that %s is an answer, and stop works without it", async (_, damage, reason) => {
  const { folder, script } = place()
  const { pid, supervisorPid } = await start(script(forever))
  const path = join(folder, `state.${highestClaim(folder)?.number}.json`)
  writeFileSync(path, damage(readFileSync(path, "utf8")))
  expect(await supervisor.inspect(folder)).toEqual({
    status: "unreadable",
    reason: expect.stringMatching(reason),
    pids: onLinux ? [supervisorPid, pid] : [supervisorPid],
  })
  expect(await supervisor.stop(folder, patient)).toEqual({ status: "stopped" })
  expect([isGone(pid), isGone(supervisorPid)]).toEqual([true, true])
})

test.runIf(onLinux)(
  "a damaged state file without a supervisor hides nothing from stop",
  async () => {
    const { folder, script } = place()
    const { pid, supervisorPid } = await start(script(forever))
    process.kill(supervisorPid, "SIGKILL")
    await eventually("the end of the supervisor", () => isGone(supervisorPid))
    writeFileSync(join(folder, `state.${highestClaim(folder)?.number}.json`), "{")
    expect(await supervisor.inspect(folder)).toMatchObject({ status: "unreadable", pids: [pid] })
    expect(await supervisor.start(script(forever))).toMatchObject({ status: "already-running" })
    expect(await supervisor.stop(folder, patient)).toEqual({ status: "stopped" })
    expect(isGone(pid)).toBe(true)
  },
)
