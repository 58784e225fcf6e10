import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it, test } from "vitest"
import * as z from "zod"
import { projectFolder } from "../../support/project-folder.ts"
import { namedCalls } from "./named-calls.ts"
import { renderOnModal, webOnModal } from "./render-modal.ts"

const complete = readFileSync(
  fileURLToPath(new URL("../../fixtures/manifests/complete.yaml", import.meta.url)),
  "utf8",
)

const several = `version: 1
name: shop
services:
  my-api: { kind: web, image: acme/api:1, targets: [modal], command: [serve], preDeploy: [python, migrate.py], platforms: { modal: { addPython: "3.12" } } }
  batch: { kind: job, source: ./api, targets: [modal], schedule: "0 3 * * *", command: [python, run.py] }
`

describe("modal_<service>.py", () => {
  it("is one file for each service, with underscores", () => {
    expect([...renderOnModal(several).files.keys()]).toEqual(["modal_my_api.py", "modal_batch.py"])
  })

  it("is the same bytes twice", () => {
    expect(renderOnModal(complete).files).toEqual(renderOnModal(complete).files)
  })

  it("says in its header how it is used", () => {
    const lines = renderOnModal(complete).files.get("modal_inference.py")?.split("\n") ?? []
    expect(lines.slice(2, 4)).toEqual([
      "# Deployed:   modal deploy --env main modal_inference.py",
      "# Tried out:  modal run --env main modal_inference.py::check",
    ])
    const api = renderOnModal(several).files.get("modal_my_api.py") ?? ""
    expect(api).toContain("# Before it:  modal run modal_my_api.py::pre_deploy\n")
  })

  it("puts no Python into an image that does not ask for one", () => {
    const { files } = renderOnModal(several)
    expect(files.get("modal_my_api.py")).toContain('from_registry("acme/api:1", add_python="3.12")')
    const plain = renderOnModal(several.replace('platforms: { modal: { addPython: "3.12" } }', ""))
    expect(plain.files.get("modal_my_api.py")).toContain('from_registry("acme/api:1")')
  })

  it("counts physical cores and the regions of Modal", () => {
    const text = renderOnModal(
      webOnModal("size: { cpu: 0.5, memory: 512MiB }, regions: [eu-central, us]"),
    ).files.get("modal_api.py")
    expect(text).toContain("    cpu=0.25,\n    memory=512,\n")
    expect(text).toContain('    region=["eu", "us"],\n')
  })

  it("starts the command without a shell and ends it before the container", () => {
    const command = [
      "python3",
      "-c",
      "import sys, time; print(sys.argv[1:], flush=True); time.sleep(60)",
      "a b",
      "$HOME; *",
    ]
    const manifest = `version: 1
name: shop
services:
  my-api: { kind: web, image: acme/api:1, targets: [modal], command: ${JSON.stringify(command)} }
`
    const text = renderOnModal(manifest).files.get("modal_my_api.py") ?? ""
    const folder = projectFolder({
      "modal_my_api.py": text,
      "modal.py": fakeModal,
      "use.py": useServer,
    })
    const { stdout, stderr } = spawnSync("python3", ["use.py"], { cwd: folder, encoding: "utf8" })
    expect([stdout, stderr]).toEqual(["['a b', '$HOME; *']\nended by signal 15\n", ""])
  })
})

/** A module in place of Modal's, whose decorators leave what they decorate as it is. */
const fakeModal = `class Anything:
    def __call__(self, *args, **kwargs):
        if len(args) == 1 and callable(args[0]) and not isinstance(args[0], Anything):
            return args[0]
        return self

    def __getattr__(self, name):
        return self


def __getattr__(name):
    return Anything()
`

const useServer = `import subprocess
import threading

import modal_my_api

started = threading.Event()
popen = subprocess.Popen
subprocess.Popen = lambda argv, **named: popen(argv, stdout=subprocess.PIPE, text=True, **named)
server = modal_my_api.MyApi()
server.serve()
print(server.process.stdout.readline(), end="")
server.stop()
print("ended by signal", -server.process.returncode)
`

const specs = process.env["AIDEP_SPECS"]
if (specs === undefined) console.log("AIDEP_SPECS is not set: Modal's parameters are not checked.")

const argument = z.object({ name: z.string() })
const callable = z.object({ args: z.array(argument) })
const publishedApi = z.object({
  classes: z.record(z.string(), z.record(z.string(), callable)),
  decorators: z.record(z.string(), callable),
})

test.skipIf(specs === undefined)("every parameter is one of modal 1.5.4", () => {
  const { classes, decorators } = publishedApi.parse(
    JSON.parse(readFileSync(`${specs}/modal/modal-python-api-1.5.4.json`, "utf8")),
  )
  const ofMethod = (type: string, name: string) => classes[type]?.[name] ?? decorators[name]
  const calls = [complete, several].flatMap((text) =>
    renderOnModal(text).artifacts.flatMap(({ content }) =>
      content.format === "python" ? namedCalls(content.value) : [],
    ),
  )
  const checked = calls.flatMap(({ callee, named }) => {
    const [root, ...path] = callee.split(".")
    const name = path.at(-1)
    if (root === undefined || name === undefined) return []
    const type = { app: "App", image: "Image", modal: path[0] ?? "" }[root]
    if (type === undefined) return []
    const known = ofMethod(type, name)?.args.map((parameter) => parameter.name)
    if (known === undefined) return []
    return named.map((key) => ({ call: `${callee}(${key})`, known: known.includes(key) }))
  })
  expect(checked.filter(({ known }) => !known)).toEqual([])
  expect(checked.map(({ call }) => call)).toEqual(
    expect.arrayContaining([
      "app.cls(gpu)",
      "app.cls(scaledown_window)",
      "app.function(schedule)",
      "modal.concurrent(max_inputs)",
      "modal.web_server(startup_timeout)",
      "modal.Secret.from_name(required_keys)",
      "modal.Volume.from_name(create_if_missing)",
      "modal.Image.debian_slim(python_version)",
      "image.uv_pip_install(requirements)",
      "image.add_local_dir(ignore)",
    ]),
  )
})
