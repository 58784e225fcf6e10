import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import {
  afterExit,
  defaultBackOff,
  type NextStep,
} from "../../../src/adapters/supervisor/program/after-exit.ts"
import type { ProcessExit } from "../../../src/ports/supervisor.ts"
import { eventually } from "../../support/eventually.ts"
import { isGone, place, quick, start, supervisor, untilLogged, untilState } from "./supervised.ts"

const forever = "setInterval(() => {}, 1000)"
const crash: ProcessExit = { kind: "code", code: 1 }
const success: ProcessExit = { kind: "code", code: 0 }

function waits(lives: readonly number[]): readonly (number | string)[] {
  let crashes = 0
  return lives.map((ranMs) => {
    const next: NextStep = afterExit({ exit: crash, ranMs }, crashes, { restart: "always" })
    if (next.status === "end") return next.why
    crashes = next.crashes
    return next.waitMs
  })
}

describe("the restart policy", () => {
  test("waits twice as long each time, up to a limit, and gives up after ten crashes in a row", () => {
    expect(waits(Array.from({ length: 10 }, () => 10))).toEqual([
      250,
      500,
      1_000,
      2_000,
      4_000,
      8_000,
      10_000,
      10_000,
      10_000,
      "gave-up",
    ])
  })

  test("begins anew after half a minute of running", () => {
    expect(waits([10, 10, 29_999, 30_000, 10])).toEqual([250, 500, 1_000, 250, 500])
  })

  test.each([
    ["always", crash, "wait"],
    ["always", success, "wait"],
    ["on-failure", crash, "wait"],
    ["on-failure", { kind: "signal", signal: "SIGKILL" }, "wait"],
    ["on-failure", success, "end"],
    ["never", crash, "end"],
    ["never", success, "end"],
  ] as const)("%s, after %o: %s", (restart, exit, status) => {
    expect(afterExit({ exit, ranMs: 5 }, 0, { restart, backOff: defaultBackOff }).status).toBe(
      status,
    )
  })
})

test("a process that is killed is started again", async () => {
  const { folder, script } = place()
  const { pid, supervisorPid } = await start(script(forever))
  process.kill(pid, "SIGKILL")
  const again = await untilState(folder, "running", ({ restarts }) => restarts === 1)
  expect(again.supervisorPid).toBe(supervisorPid)
  expect(again.pid).not.toBe(pid)
})

test("while it waits to start again, the state tells why and until when", async () => {
  const { folder, script } = place()
  const backOff = { ...quick, firstMs: 3_600_000, longestMs: 3_600_000 }
  await start(script("process.exit(3)", { backOff }))
  const waiting = await untilState(
    folder,
    "restarting",
    ({ nextTryAtMs }) => nextTryAtMs !== undefined,
  )
  expect(waiting).toMatchObject({ restarts: 0, lastExit: { kind: "code", code: 3 } })
  expect(waiting.nextTryAtMs).toBeGreaterThan(Date.now() + 3_000_000)
  expect(await supervisor.stop(folder, { graceMs: 5_000 })).toEqual({ status: "stopped" })
  expect(isGone(waiting.supervisorPid)).toBe(true)
  expect(await supervisor.inspect(folder)).toMatchObject({ status: "exited", why: "stopped" })
})

test("a process that crashes again and again is given up, and its log stays", async () => {
  const { folder, script } = place()
  const backOff = { ...quick, crashes: 4 }
  const text = 'console.error("cannot bind"); process.exit(7)'
  const { supervisorPid } = await start(script(text, { backOff }))
  expect(await untilState(folder, "exited")).toEqual({
    status: "exited",
    why: "gave-up",
    exit: { kind: "code", code: 7 },
    endedAtMs: expect.any(Number),
    restarts: 3,
    droppedLogBytes: 0,
  })
  await eventually("the end of the supervisor", () => isGone(supervisorPid))
  expect(await supervisor.tail(folder, 10)).toEqual(Array.from({ length: 4 }, () => "cannot bind"))
})

test("with on-failure a success is the end; with never any exit is", async () => {
  const { folder, script } = place()
  await start(script("", { restart: "on-failure" }))
  expect(await untilState(folder, "exited")).toMatchObject({
    why: "ended",
    exit: success,
    restarts: 0,
  })
  await start(script("process.exit(9)", { restart: "never" }))
  expect(
    await untilState(folder, "exited", ({ exit }) => exit?.kind === "code" && exit.code === 9),
  ).toMatchObject({
    why: "ended",
    restarts: 0,
  })
})

test("a program that vanishes while it crashes is counted as a crash, and found when it is back", async () => {
  const { folder, workingFolder, script } = place()
  const file = join(workingFolder, "serve")
  const write = (text: string) => writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  write(`rm ${file}`)
  const backOff = { ...quick, firstMs: 5, longestMs: 5, crashes: 1_000_000 }
  await start(
    script("", { file, args: [], backOff, variables: { PATH: process.env["PATH"] ?? "" } }),
  )
  await untilState(folder, "restarting", ({ lastExit }) => lastExit?.kind === "not-startable")
  write("echo back; exec sleep 1000")
  await untilLogged(folder, /back/)
  expect(await supervisor.inspect(folder)).toMatchObject({ status: "running" })
})

test("what a crashed process leaves running is ended before the next start", async () => {
  const { folder, script } = place()
  const text = `
    import { spawn } from "node:child_process"
    const left = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" })
    console.log("left " + left.pid)
    setTimeout(() => process.exit(1), 50)`
  await start(script(text, { backOff: { ...quick, crashes: 2 } }))
  await untilState(folder, "exited")
  const lines = await supervisor.tail(folder, 10)
  expect(lines).toHaveLength(2)
  expect(lines.map((line) => isGone(Number(line.slice("left ".length))))).toEqual([true, true])
})
