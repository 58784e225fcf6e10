import {
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { lineFeed } from "../../../src/adapters/supervisor/program/line-feed.ts"
import { rotatingLog } from "../../../src/adapters/supervisor/program/rotating-log.ts"
import { highestClaim } from "../../../src/adapters/supervisor/folder/claim.ts"
import { eventually } from "../../support/eventually.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { isGone, place, start, supervisor, untilLogged, untilState } from "./supervised.ts"

const forever = "setInterval(() => {}, 1000)"
const onLinux = process.platform === "linux"
const stateFile = (folder: string) => join(folder, `state.${highestClaim(folder)?.number}.json`)
const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`)

/** A file may be moved aside while we look. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Bytes in all log files. */
function logBytes(folder: string): number {
  return readdirSync(folder)
    .filter((name) => /^log(\.\d)?$/.test(name))
    .reduce((sum, name) => sum + sizeOf(join(folder, name)), 0)
}

describe("a stream in chunks", () => {
  test("comes out as the same bytes, in whole lines", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-cé\n]{0,8}$/)), (texts) => {
        const written: string[] = []
        const feed = lineFeed((lines) => written.push(lines.toString()))
        for (const text of texts) feed.push(Buffer.from(text))
        feed.end()
        const whole = texts.join("")
        expect(written.every((lines) => lines.endsWith("\n"))).toBe(true)
        expect(written.join("")).toBe(whole === "" || whole.endsWith("\n") ? whole : `${whole}\n`)
      }),
    )
  })

  test("a line without an end does not wait for it for ever", () => {
    const sizes: number[] = []
    const feed = lineFeed((lines) => sizes.push(lines.length))
    for (let part = 0; part < 1_000; part++) feed.push(Buffer.alloc(1_000, "x"))
    expect(sizes.length).toBeGreaterThan(10)
    expect(Math.max(...sizes)).toBeLessThan(128 * 1024)
  })
})

/** Oldest first. */
const texts = (folder: string) =>
  ["log.3", "log.2", "log.1", "log"].map((name) => readFileSync(join(folder, name), "utf8"))

describe("a rotating log", () => {
  test("keeps the newest lines in files of at most the given size, each line whole", () => {
    const folder = projectFolder()
    const log = rotatingLog(folder, 100)
    for (const line of numbered(1, 200)) log.write(Buffer.from(`${line}\n`))
    const kept = texts(folder)
    expect(kept.every((text) => text.length <= 100 && text.endsWith("\n"))).toBe(true)
    expect(kept.slice(0, 3).every((text) => text.length > 90)).toBe(true)
    expect(kept.join("").trimEnd().split("\n")).toEqual(
      numbered(201 - kept.join("").split("\n").length + 1, 200),
    )
    expect(log.droppedBytes()).toBe(0)
  })

  test("cuts a large block at the ends of lines, and gives a line that is too long a file of its own", () => {
    const folder = projectFolder()
    const log = rotatingLog(folder, 20)
    const long = "x".repeat(50)
    log.write(Buffer.from(`one\n${long}\ntwo\nthree\nfour\nfive\nsix\n`))
    expect(texts(folder)).toEqual(["one\n", `${long}\n`, "two\nthree\nfour\nfive\n", "six\n"])
  })

  test("goes on behind what is there, on a new line", () => {
    const folder = projectFolder({ log: "torn by a power c" })
    rotatingLog(folder, 1_000).write(Buffer.from("next\n"))
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("torn by a power c\nnext\n")
  })

  test.runIf(onLinux)("counts what a full disk does not take", () => {
    const folder = projectFolder()
    symlinkSync("/dev/full", join(folder, "log"))
    const log = rotatingLog(folder, 1_000)
    log.write(Buffer.from("lost\n"))
    expect(log.droppedBytes()).toBe(5)
  })
})

const folderOfTen = () =>
  projectFolder({
    "log.3": "line 1\nline 2\n",
    "log.2": "line 3\nline 4\nline 5\n",
    "log.1": "line 6\n",
    log: "line 7\nline 8\nline 9\nline 10\nnot yet a li",
  })

describe("the newest lines", () => {
  test.each([0, 1, 4, 5, 8, 10, 100])("%i of them, from all files", async (count) => {
    const expected = count === 0 ? [] : numbered(1, 10).slice(-count)
    expect(await supervisor.tail(folderOfTen(), count)).toEqual(expected)
  })

  test("of a large file are found from its end", async () => {
    const folder = projectFolder({ log: `${numbered(1, 200_000).join("\n")}\n` })
    expect(await supervisor.tail(folder, 30_000)).toEqual(numbered(170_001, 200_000))
  })

  test("of no log are none", async () => {
    expect(await supervisor.tail(projectFolder(), 10)).toEqual([])
    expect(await supervisor.tail("/no/such/folder", 10)).toEqual([])
  })
})

test("both streams of a process are logged, each line whole and unchanged", async () => {
  const { folder, script } = place()
  const text = `
    process.stdout.write("half a ")
    process.stderr.write("an error\\n")
    process.stdout.write("line \\u00e9\\n\\n  indented\\n")
    process.stdout.write("no end")`
  await start(script(text, { restart: "never" }))
  await untilState(folder, "exited")
  const lines = await supervisor.tail(folder, 10)
  expect(lines.toSorted()).toEqual(["", "  indented", "an error", "half a line é", "no end"])
})

test("a flood of log lines keeps disk and memory bounded and loses nothing of the newest", async () => {
  const { folder, script } = place()
  const megabytes = process.env["FULL"] === "1" ? 1_024 : 200
  const maxLogBytes = 4 * 1024 * 1024
  const text = `
    import { writeSync } from "node:fs"
    const lines = ("x".repeat(127) + "\\n").repeat(8192)
    const write = (text) => { for (let left = Buffer.from(text); left.length > 0; ) {
      try { left = left.subarray(writeSync(1, left)) } catch (error) { if (error.code !== "EAGAIN") throw error }
    } }
    for (let part = 0; part < ${megabytes}; part++) write(lines)
    write("the last line\\n")
    ${forever}`
  const { supervisorPid } = await start(script(text, { maxLogBytes }))
  let most = 0
  await eventually("the last line", async () => {
    most = Math.max(most, logBytes(folder))
    return (await supervisor.tail(folder, 1))[0] === "the last line"
  })
  expect(most).toBeLessThanOrEqual(4 * maxLogBytes)
  expect(logBytes(folder)).toBeGreaterThan(3 * maxLogBytes)
  expect(await supervisor.inspect(folder)).toMatchObject({ status: "running", droppedLogBytes: 0 })
  if (!onLinux) return
  const [, peakKiB] =
    /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${supervisorPid}/status`, "utf8")) ?? []
  expect(Number(peakKiB)).toBeLessThan(200 * 1024)
}, 120_000)

test("following begins with the newest lines and goes on across rotation and restarts, without a gap", async () => {
  const { folder, workingFolder, script } = place()
  const counter = join(workingFolder, "counter")
  const gate = join(workingFolder, "gate")
  writeFileSync(counter, "0")
  // Each life writes 500 lines, some at a time, and crashes; the follower sets the pace, so that it is never overtaken.
  const text = `
    import { existsSync, readFileSync, writeFileSync } from "node:fs"
    const first = Number(readFileSync(${JSON.stringify(counter)}, "utf8"))
    for (let line = first + 1; line <= first + 500; line++) {
      console.log("line " + line)
      writeFileSync(${JSON.stringify(counter)}, String(line))
      if (line % 100 === 0)
        while (!existsSync(${JSON.stringify(gate)} + line)) await new Promise((go) => setTimeout(go, 5))
    }
    process.exit(1)`
  await start(script(text, { maxLogBytes: 1_500 }))
  await untilLogged(folder, /line 100$/)
  const abort = new AbortController()
  const seen: string[] = []
  for await (const line of supervisor.follow(folder, { lines: 10, signal: abort.signal })) {
    seen.push(line)
    const number = Number(line.slice("line ".length))
    if (number % 100 === 0) writeFileSync(gate + number, "")
    if (number === 1_500) abort.abort()
  }
  expect(seen).toEqual(numbered(91, 1_500))
  expect(logBytes(folder)).toBeLessThanOrEqual(4 * 1_500)
}, 120_000)

test("a follower that is overtaken skips lines, but repeats none and sees the last", async () => {
  const { folder, script } = place()
  const text = `for (let line = 1; line <= 100_000; line++) console.log("line " + line); ${forever}`
  await start(script(text, { maxLogBytes: 20_000 }))
  const abort = new AbortController()
  const seen: number[] = []
  for await (const line of supervisor.follow(folder, { lines: 1, signal: abort.signal })) {
    seen.push(Number(line.slice("line ".length)))
    if (seen.at(-1) === 100_000) abort.abort()
  }
  expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
})

test("following ends with the signal, and when the folder is gone", async () => {
  const { folder, script } = place()
  const collect = async (signal: AbortSignal) => {
    const lines: string[] = []
    for await (const line of supervisor.follow(folder, { lines: 5, signal })) lines.push(line)
    return lines
  }
  expect(await collect(new AbortController().signal)).toEqual([])
  const { pid, supervisorPid } = await start(script(`console.log("hello"); ${forever}`))
  await untilLogged(folder, /hello/)
  const abort = new AbortController()
  const following = collect(abort.signal)
  abort.abort()
  expect(await following).toEqual(["hello"])
  expect(await collect(AbortSignal.abort())).toEqual(["hello"])
  const untilGone = collect(new AbortController().signal)
  rmSync(folder, { recursive: true })
  expect(await untilGone).toBeInstanceOf(Array)
  await eventually("the end of both", () => isGone(pid) && isGone(supervisorPid))
})

test.runIf(onLinux)(
  "with a full disk the process goes on; the state says how much log was dropped",
  async () => {
    const { folder, workingFolder, script } = place()
    const gate = join(workingFolder, "gate")
    const text = `
    import { existsSync } from "node:fs"
    console.log("before")
    while (!existsSync(${JSON.stringify(gate)})) await new Promise((go) => setTimeout(go, 5))
    console.log("x".repeat(99))
    ${forever}`
    const { pid } = await start(script(text))
    await untilLogged(folder, /before/)
    await supervisor.stop(folder, { graceMs: 5_000 })
    unlinkSync(join(folder, "log"))
    symlinkSync("/dev/full", join(folder, "log"))
    const again = await start(script(text))
    expect(again.pid).not.toBe(pid)
    await untilState(
      folder,
      "running",
      ({ droppedLogBytes }) => droppedLogBytes === "before\n".length,
    )
    writeFileSync(gate, "")
    const state = await untilState(
      folder,
      "running",
      ({ droppedLogBytes }) => droppedLogBytes > 100,
    )
    expect(state).toMatchObject({
      pid: again.pid,
      restarts: 0,
      droppedLogBytes: "before\n".length + 100,
    })
  },
)

test.runIf(onLinux)("with a full disk the state is still told", async () => {
  const { folder, script } = place()
  const { pid } = await start(script(forever))
  symlinkSync("/dev/full", `${stateFile(folder)}.new`)
  process.kill(pid, "SIGKILL")
  const again = await untilState(folder, "running", ({ restarts }) => restarts === 1)
  expect(again.pid).not.toBe(pid)
})

test("a state that could not be written is written as soon as it can be", async () => {
  const { folder, script } = place()
  const { pid } = await start(script(`console.log("up"); ${forever}`))
  await untilLogged(folder, /up/)
  const file = stateFile(folder)
  unlinkSync(file)
  mkdirSync(file)
  process.kill(pid, "SIGKILL")
  expect(await untilState(folder, "unreadable")).toMatchObject({ reason: "it is a folder" })
  await eventually("the restart", async () => (await supervisor.tail(folder, 10)).length === 2)
  rmdirSync(file)
  expect(await untilState(folder, "running")).toMatchObject({ restarts: 1 })
})

test.runIf(onLinux)("on a disk that is full from the beginning nothing is started", async () => {
  const { folder, script } = place()
  const { workingFolder } = script(forever)
  mkdirSync(folder)
  symlinkSync("/dev/full", join(folder, "state.1.json.new"))
  expect(
    await supervisor.start(script(`require("node:fs").writeFileSync("${workingFolder}/ran", "")`)),
  ).toEqual({
    status: "not-startable",
    problem: "folder-unusable",
    reason: "the disk is full",
  })
  expect(readdirSync(workingFolder)).not.toContain("ran")
})
