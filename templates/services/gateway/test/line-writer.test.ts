import assert from "node:assert/strict"
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { createLineWriter, openForLines } from "../src/node/line-writer.ts"

const newFile = () => join(mkdtempSync(join(tmpdir(), "lines-")), "log")

test("all lines are written, in their order, whenever they come", async () => {
  const path = newFile()
  const writer = createLineWriter(await openForLines(path), () => assert.fail("lines were lost"))
  const lines = Array.from({ length: 5_000 }, (_, index) => `${index} ${"x".repeat(index % 50)}`)
  for (const [index, line] of lines.entries()) {
    writer.write(line)
    // An empty flush in between must not keep the next lines from being written.
    if (index % 1_000 === 0) await writer.flush()
    if (index % 1_000 === 1) await writer.flush()
  }
  await writer.flush()
  assert.equal(readFileSync(path, "utf8"), `${lines.join("\n")}\n`)
})

test("a file that takes nothing is told, with the lines that were lost", async () => {
  const path = newFile()
  const file = openSync(path, "w")
  closeSync(file)
  const readOnly = openSync(path, "r")
  const lost: number[] = []
  const writer = createLineWriter(readOnly, (lines, error) => {
    assert.ok(error)
    lost.push(lines)
  })
  writer.write("one")
  writer.write("two")
  await writer.flush()
  assert.deepEqual(lost, [2])
})
