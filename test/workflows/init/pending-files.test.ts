import { expect, test } from "vitest"
import { withPending } from "../../../src/workflows/init/pending-files.ts"
import { memoryFiles } from "../../support/memory-files.ts"

test("shows the disk as it would be, and writes nothing", async () => {
  const disk = memoryFiles({ "/project/a": "old", "/project/sub/b": "" })
  const files = withPending(disk, [
    { path: "/project/a", text: "new" },
    { path: "/project/deep/er/c", text: "c" },
  ])
  const text = async (path: string) => {
    const content = await files.read(path)
    return content.status === "read" ? new TextDecoder().decode(content.bytes) : content.status
  }
  expect(await text("/project/a")).toBe("new")
  expect(await text("/project/deep/er/c")).toBe("c")
  expect(await text("/project/none")).toBe("missing")
  expect(await files.inspect("/project/deep")).toBe("folder")
  expect(await files.inspect("/project/deep/er/c")).toBe("file")
  expect(await files.inspect("/project/sub/b")).toBe("file")
  expect(await files.list("/project")).toEqual(["a", "deep", "sub"])
  expect(await files.list("/project/deep")).toEqual(["er"])
  expect(disk.text("/project/a")).toBe("old")
})
