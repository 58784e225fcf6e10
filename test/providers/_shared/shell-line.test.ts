import { execFileSync } from "node:child_process"
import { expect, test } from "vitest"
import { shellLine } from "../../../providers/_shared/shell-line.ts"

const print = "process.stdout.write(JSON.stringify(process.argv.slice(1)))"

test.each([
  [["node", "dist/migrate.js"], "node dist/migrate.js"],
  [["uvicorn", "app.main:app", "--port", "8000"], "uvicorn app.main:app --port 8000"],
  [["sh", "-c", "echo $HOME"], "sh -c 'echo $HOME'"],
])("%j becomes one line", (args, line) => {
  expect(shellLine(args)).toBe(line)
})

test("a shell splits the line into the same arguments", () => {
  const args = ["it's", 'a "b"', "$HOME", "`id`", "*", "a\\b", "", "two\nlines", "ü"]
  const line = shellLine([process.execPath, "-e", print, "--", ...args])
  expect(JSON.parse(execFileSync("/bin/sh", ["-c", line], { encoding: "utf8" }))).toEqual(args)
})
