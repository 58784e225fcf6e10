import { expect, test } from "vitest"
import { withPending } from "../../../src/workflows/init/pending-files.ts"
import { memoryFiles } from "../../support/memory-files.ts"

test("shows the disk as it would be, and writes nothing", async () => {
  const disk = memoryFiles({ "/work/a": "old", "/work/sub/b": "" })
  const files = withPending(disk, [
    { path: "/work/a", text: "new" },
    { path: "/work/deep/er/c", text: "c" },
  ])
  const text = async (path: string) => {
    const content = await files.read(path)
    return content.status === "read" ? new TextDecoder().decode(content.bytes) : content.status
  }
  expect(await text("/work/a")).toBe("new")
  expect(await text("/work/deep/er/c")).toBe("c")
  expect(await text("/work/none")).toBe("missing")
  expect(await files.inspect("/work/deep")).toBe("folder")
  expect(await files.inspect("/work/deep/er/c")).toBe("file")
  expect(await files.inspect("/work/sub/b")).toBe("file")
  expect(await files.list("/work")).toEqual(["a", "deep", "sub"])
  expect(await files.list("/work/deep")).toEqual(["er"])
  expect(disk.text("/work/a")).toBe("old")
})
