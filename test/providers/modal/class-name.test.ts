import { spawnSync } from "node:child_process"
import { expect, test } from "vitest"
import modal from "../../../providers/modal/provider.ts"
import { pythonSource, renderManifest } from "../../support/render-manifest.ts"

test.each(["true", "false", "none"])("a service named %s is still a Python class", (name) => {
  const text = `version: 1\nname: shop\nservices:\n  "${name}": { kind: web, source: ./api, targets: [modal] }\n`
  const { files } = renderManifest(text, {
    providers: [modal],
    sources: { "./api": pythonSource },
  })
  const program = files.get(`modal_${name}.py`) ?? ""
  const { status, stderr } = spawnSync(
    "python3",
    ["-c", "import ast, sys; ast.parse(sys.stdin.read())"],
    {
      input: program,
      encoding: "utf8",
    },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  expect(program).toMatch(/^class \w+Service:$/m)
})
