import { spawn } from "node:child_process"
import { once } from "node:events"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import {
  highestClaim,
  holds,
  removeEarlier,
  succeed,
} from "../../../src/adapters/supervisor/folder/claim.ts"
import {
  identify,
  isAlive,
  processTable,
  psProcesses,
} from "../../../src/adapters/supervisor/process-table.ts"
import { projectFolder } from "../../support/project-folder.ts"

test("a process is known by its number and the moment of its start", () => {
  const own = identify(process.pid)
  expect(own).toMatchObject({ pid: process.pid, started: expect.stringMatching(/./) })
  expect(own && isAlive(own)).toBe(true)
  expect(isAlive({ pid: process.pid, started: "another moment" })).toBe(false)
})

test("a process that has ended is not alive", async () => {
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" })
  const identity = identify(child.pid ?? 0)
  await once(child, "exit")
  expect(identity && isAlive(identity)).toBe(false)
  expect(identify(child.pid ?? 0)).toBe(undefined)
})

test("ps, which serves where there is no /proc, tells the same processes", () => {
  const [own] = psProcesses(["-p", String(process.pid)])
  const inTable = processTable().find(({ pid }) => pid === process.pid)
  expect(own).toMatchObject({ pid: process.pid, group: inTable?.group, ended: false })
  expect(own?.started).toMatch(/\d\d:\d\d:\d\d \d{4}$/)
  expect(psProcesses(["-A"]).map(({ pid }) => pid)).toContain(process.pid)
})

const dead = { supervisor: { pid: 4_000_000, started: "then" }, run: "one" }

test("of two who find the same dead supervisor, one succeeds it", () => {
  const folder = projectFolder()
  const first = succeed(folder, undefined, dead)
  expect(first).toEqual({ ...dead, number: 1 })
  expect(succeed(folder, undefined, dead)).toBe(undefined)
  const second = succeed(folder, first, { ...dead, run: "two" })
  expect(second?.number).toBe(2)
  expect(succeed(folder, first, { ...dead, run: "three" })).toBe(undefined)
  expect(highestClaim(folder)).toEqual(second)
})

test("who was overtaken while it looked does not win by a number that became free", () => {
  const folder = projectFolder()
  const first = succeed(folder, undefined, dead)
  const second = succeed(folder, first, dead)
  const third = succeed(folder, second, { ...dead, run: "three" })
  if (third !== undefined) removeEarlier(folder, third)
  expect(readdirSync(folder)).toEqual(["claim.3"])
  expect(succeed(folder, first, dead)).toBe(undefined)
  expect(highestClaim(folder)?.run).toBe("three")
})

test("a folder that was deleted, or made again by somebody else, is not held", () => {
  const folder = join(projectFolder(), "service")
  const claim = succeed(folder, undefined, dead)
  expect(claim && holds(folder, claim)).toBe(true)
  expect(claim && holds(folder, { ...claim, run: "another" })).toBe(false)
  expect(claim && holds(join(folder, "elsewhere"), claim)).toBe(false)
})

test("a claim that nobody wrote is nobody's, and followed by a higher one", () => {
  const folder = projectFolder({ "claim.5": "not a link" })
  const foreign = highestClaim(folder)
  expect(foreign && isAlive(foreign.supervisor)).toBe(false)
  expect(succeed(folder, foreign, dead)?.number).toBe(6)
})
