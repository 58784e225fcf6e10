import { expect, test } from "vitest"
import { deploy } from "./deploy.ts"
import { codes, renderOnModal } from "./render-modal.ts"

const manifest = (options: string) => `version: 1
name: shop
services:
  model:
    kind: inference
    source: ./services/inference
    targets: [modal]
    gpu: [L4]
    port: 8000
    command: [python, -m, app]
    platforms: { modal: { ${options} } }
`
const hooks = "before: [python, -m, app.snapshots, sleep], after: [python, -m, app.snapshots, wake]"

const fileOf = (options: string) =>
  renderOnModal(manifest(options)).files.get("modal_model.py") ?? ""

test("the process starts before the snapshot, and each restored container is told", () => {
  expect(fileOf(`snapshot: { ${hooks} }`)).toContain(`class Model:
    @modal.enter(snap=True)
    def start(self):
        self.process = subprocess.Popen(["python", "-m", "app"], cwd="/app")
        subprocess.run(["python", "-m", "app.snapshots", "sleep"], cwd="/app", check=True)

    @modal.enter(snap=False)
    def wake(self):
        subprocess.run(["python", "-m", "app.snapshots", "wake"], cwd="/app", check=True)
`)
})

test("the real Modal client takes it, with the memory of the GPU or without", () => {
  const sources = { "services/inference/requirements.txt": "fastapi\n" }
  for (const gpu of [true, false]) {
    const rendered = renderOnModal(manifest(`snapshot: { ${hooks}, gpu: ${gpu} }`))
    const { code, output, messages } = deploy(rendered, { file: "modal_model.py", sources })
    expect(code, output).toBe(0)
    const [made] = messages("FunctionCreate")
    expect(JSON.stringify(made)).toContain('"checkpointing_enabled":true')
    expect(JSON.stringify(made).includes("enable_gpu_snapshot")).toBe(gpu)
  }
})

test("without the option there is none, and half of it is refused", () => {
  expect(fileOf("timeout: 60")).not.toContain("snapshot")
  const half = renderOnModal(manifest("snapshot: { before: [a] }"))
  expect(codes(half).filter((code) => code.startsWith("error"))).toHaveLength(1)
})

test("a uvicorn that is told no address listens to other machines", () => {
  const text = manifest("timeout: 60").replace("python, -m, app]", 'uvicorn, "app.main:app"]')
  expect(renderOnModal(text).files.get("modal_model.py")).toContain('"UVICORN_HOST": "0.0.0.0"')
})
