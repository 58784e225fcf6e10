import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { retirementProblems } from "../../../src/core/retirement/check-retirements.ts"
import { modalRetirements } from "../../../providers/modal/retirements.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { python } from "./deploy.ts"

function found(text: string, today = "2026-11-21") {
  return retirementProblems(modalRetirements, {
    today,
    placeOf: () => ({ file: "aidep.yaml", line: 1, column: 1 }),
    options: [],
    environmentTexts: [],
    files: new Map([["services/inference/deploy.py", text]]),
  })
}

const app = 'import modal\napp = modal.App("x")\n'

const ended: readonly (readonly [string, string])[] = [
  ["modal/old-autoscaler-names", `${app}@app.function(keep_warm=1)\ndef f(): ...\n`],
  ["modal/old-autoscaler-names", `${app}@app.function(concurrency_limit=2)\ndef f(): ...\n`],
  ["modal/old-autoscaler-names", `${app}@app.function(container_idle_timeout=60)\ndef f(): ...\n`],
  ["modal/old-autoscaler-names", `${app}@app.function(allow_concurrent_inputs=8)\ndef f(): ...\n`],
  ["modal/web-endpoint", `${app}@app.function()\n@modal.web_endpoint()\ndef f(): ...\n`],
  ["modal/webhook", "import modal\nstub = modal.App()\n@stub.webhook\ndef f(): ...\n"],
  ["modal/gpu-objects", `${app}@app.function(gpu=modal.gpu.T4())\ndef f(): ...\n`],
  ["modal/gpu-objects", "from modal import App, gpu\n"],
  ["modal/stub", 'import modal\nstub = modal.Stub("x")\n'],
  ["modal/stub", "from modal import Image, Stub\n"],
  ["modal/mounts", 'import modal\nmodal.Mount.from_local_dir("a", "/a")\n'],
  ["modal/copy-local", 'import modal\nmodal.Image.debian_slim().copy_local_dir("a")\n'],
  ["modal/copy-local", "import modal\nclass A:\n    @modal.build()\n    def f(self): ...\n"],
  ["modal/lookup", 'import modal\nmodal.Function.lookup("a", "f")\n'],
]

describe("names that Modal gave up", () => {
  it.each(ended)("%s is found in %j", (code, text) => {
    expect(found(text)).toEqual([expect.objectContaining({ severity: "error", code })])
  })

  it("finds an image with Python 3.9, however it is written", () => {
    for (const version of ['python_version="3.9"', "'3.9.18'", 'python_version = "3.8"'])
      expect(found(`import modal\nmodal.Image.debian_slim(${version})\n`)).toEqual([
        expect.objectContaining({ code: "modal/python-3.9" }),
      ])
  })

  it("are refused by the installed client", () => {
    const folder = projectFolder(
      Object.fromEntries(ended.map(([, text], index) => [`case_${index}.py`, text])),
    )
    const program = [
      "import importlib, sys",
      "sys.path.insert(0, '.')",
      `for index in range(${ended.length}):`,
      "    try:",
      "        importlib.import_module(f'case_{index}')",
      "        print(index)",
      "    except Exception:",
      "        pass",
    ]
    const { stdout } = spawnSync(python, ["-c", program.join("\n")], {
      cwd: folder,
      encoding: "utf8",
    })
    expect(stdout).toBe("")
  })

  it.each([
    `${app}@app.function(min_containers=1)\ndef f(): ...\n`,
    "import other\nother.run(keep_warm=1)\n",
    `${app}# keep_warm=1 was renamed\n`,
    'import modal\nmodal.App.lookup("x")\n',
    'import modal\nmodal.Image.debian_slim(python_version="3.12")\n',
    'import modal\nmodal.Image.debian_slim("3.11")\n',
    'import modal\nmodal.Image.debian_slim().add_local_dir("a", "/a")\n',
  ])("are not seen in %j", (text) => {
    expect(found(text)).toEqual([])
  })

  it("says where, and what to write instead", () => {
    expect(found(`${app}\n@app.function(keep_warm=1)\n`)).toEqual([
      expect.objectContaining({
        place: { file: "services/inference/deploy.py", line: 4, column: 15 },
        hint: expect.stringContaining("min_containers"),
      }),
    ])
  })

  it("was a warning before the release", () => {
    expect(found(`${app}@app.function(keep_warm=1)\n`, "2026-03-24")).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ])
  })
})
