import { join } from "node:path"
import { expect, test } from "vitest"
import { bundledModules } from "../../../src/adapters/worker-server/bundled-modules.ts"
import { projectFolder } from "../../support/project-folder.ts"

test("the entry comes first, each file has the type of its ending, and source maps are left out", () => {
  const names = ["a.js", "b.wasm", "c.txt", "d.bin", "lib/e.mjs", "README.md", "worker.js.map"]
  const files = Object.fromEntries([...names, "worker.js"].map((name) => [name, ""]))
  const folder = projectFolder(files)
  const [entry, ...others] = bundledModules(folder, "worker.js")
  expect(entry).toEqual({ type: "ESModule", path: join(folder, "worker.js") })
  expect(new Map(others.map(({ path, type }) => [path, type]))).toEqual(
    new Map([
      [join(folder, "a.js"), "ESModule"],
      [join(folder, "b.wasm"), "CompiledWasm"],
      [join(folder, "c.txt"), "Text"],
      [join(folder, "d.bin"), "Data"],
      [join(folder, "lib/e.mjs"), "ESModule"],
    ]),
  )
})
