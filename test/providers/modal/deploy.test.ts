import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { deploy } from "./deploy.ts"
import { renderOnModal, webOnModal } from "./render-modal.ts"

const complete = readFileSync(
  fileURLToPath(new URL("../../fixtures/manifests/complete.yaml", import.meta.url)),
  "utf8",
)

describe("the real Modal client", () => {
  it("deploys the inference service of the whole manifest with every parameter", () => {
    const { code, output, messages } = deploy(renderOnModal(complete), {
      file: "modal_inference.py",
      sources: {
        "services/inference/requirements.txt": "fastapi\n",
        "services/inference/app/main.py": "app = None\n",
        "services/inference/.env": "HF_TOKEN=leaked\n",
        "services/inference/.venv/pyvenv.cfg": "",
      },
    })
    expect([code, output]).toEqual([0, expect.anything()])
    expect(messages("AppCreate")).toEqual([
      expect.objectContaining({
        description: "lora-gateway-production-inference",
        tags: {
          "aidep-project": "lora-gateway",
          "aidep-environment": "production",
          "aidep-service": "inference",
        },
      }),
    ])
    const [created] = messages("FunctionCreate")
    const shared = {
      volume_mounts: [expect.objectContaining({ mount_path: "/models" })],
      scheduler_placement: { regions: ["us-east"] },
      timeout_secs: 300,
      startup_timeout_secs: 300,
      max_concurrent_inputs: 8,
      autoscaler_settings: { min_containers: 0, max_containers: 10, scaledown_window: 60 },
      method_definitions: {
        serve: expect.objectContaining({
          webhook_config: expect.objectContaining({
            type: "WEBHOOK_TYPE_WEB_SERVER",
            requested_suffix: "lora-gateway-production-inference",
            web_server_port: 8000,
            web_server_startup_timeout: 300,
          }),
        }),
      },
    }
    const on = (gpu: string) => ({
      function: expect.objectContaining({
        ...shared,
        resources: { milli_cpu: 1000, memory_mb: 8192, gpu_config: { gpu_type: gpu, count: 1 } },
      }),
    })
    expect(created?.["function_data"]).toMatchObject({ ranked_functions: [on("T4"), on("L4")] })
  })

  it("asks for the secrets and volumes of the service, and sends no value of a secret", () => {
    const { messages } = deploy(renderOnModal(complete), {
      file: "modal_inference.py",
      sources: {
        "services/inference/requirements.txt": "fastapi\n",
        "services/inference/app/main.py": "app = None\n",
        "services/inference/.env": "HF_TOKEN=leaked\n",
      },
    })
    expect(messages("SecretGetOrCreate")).toEqual([
      {
        deployment_name: "lora-gateway-production-inference",
        required_keys: ["AIDEP_DEPLOYMENT", "AIDEP_TOKEN", "HF_TOKEN"],
      },
      expect.objectContaining({
        env_dict: {
          AIDEP_MODEL_ADAPTERS: '{"reasoning":"./adapters/reasoning"}',
          AIDEP_MODEL_ENGINE: "vllm",
          AIDEP_MODEL_ID: "Qwen/Qwen2.5-0.5B-Instruct",
          AIDEP_MODEL_QUANTIZATION: "none",
          AIDEP_MODEL_REVISION: "main",
          PORT: "8000",
          UVICORN_HOST: "0.0.0.0",
        },
      }),
    ])
    expect(messages("VolumeGetOrCreate")).toEqual([
      expect.objectContaining({
        deployment_name: "lora-gateway-production-inference-models",
        object_creation_type: "OBJECT_CREATION_TYPE_CREATE_IF_MISSING",
      }),
    ])
    const uploaded = messages("MountGetOrCreate").flatMap(({ files }) =>
      JSON.stringify(files ?? []),
    )
    expect(uploaded.join("\n")).toContain("/app/app/main.py")
    expect(uploaded.join("\n")).not.toContain(".env")
  })

  it("builds a Python folder from its own list of packages", () => {
    const manifest = webOnModal("runtime: python@3.13, command: [python, -m, app]")
    const sources = {
      "api/app.py": "",
      "api/pyproject.toml":
        '[project]\nname = "api"\nversion = "1"\ndependencies = ["httpx>=0.28"]\n',
    }
    const python = {
      version: undefined,
      dependencyFile: "pyproject.toml",
      fastApi: false,
      torch: false,
      application: undefined,
    } as const
    const rendered = renderOnModal(manifest, { sources: { "./api": { node: undefined, python } } })
    const { code, output, messages } = deploy(rendered, { file: "modal_api.py", sources })
    expect([code, output]).toEqual([0, expect.anything()])
    const commands = JSON.stringify(messages("ImageGetOrCreate"))
    expect(commands).toMatch(/FROM python:3\.13/)
    expect(commands).toMatch(/pip install.*httpx>=0\.28/)
  })

  it("builds a Node folder from the Dockerfile that aidep writes, with a Python beside it", () => {
    expect(renderOnModal(webOnModal("")).files.has("api/Dockerfile")).toBe(false)
    const node = renderOnModal(webOnModal("runtime: node@24, command: [node, server.js]"), {
      sources: {
        "./api": { python: undefined, node: { version: "24", startScript: true, lockFile: true } },
      },
    })
    const { code, output, messages } = deploy(node, {
      file: "modal_api.py",
      sources: { "api/package.json": "{}", "api/package-lock.json": "{}", "api/server.js": "" },
    })
    expect([code, output]).toEqual([0, expect.anything()])
    const commands = JSON.stringify(messages("ImageGetOrCreate"))
    expect(commands).toMatch(/FROM node:24-slim/)
    expect(commands).toMatch(/COPY \/python\/\. \/usr\/local/)
    expect(commands).toContain(String.raw`ENTRYPOINT []`)
  })

  it("runs an image with its own command, and guards it with Modal's proxy", () => {
    const manifest = `version: 1
name: shop
services:
  llm:
    kind: inference
    image: vllm/vllm-openai:v0.21.0
    targets: [modal]
    gpu: ["A100-80GB:2"]
    scale: { min: 1, max: 2 }
    command: [vllm, serve, Qwen/Qwen3-0.6B]
    preDeploy: [python, -c, "print('it''s done')"]
    platforms: { modal: { proxyAuth: true, timeout: 900 } }
`
    const { code, output, messages } = deploy(renderOnModal(manifest), {
      file: "modal_llm.py",
      sources: {},
    })
    expect([code, output]).toEqual([0, expect.anything()])
    const functions = messages("FunctionCreate").map((message) => message["function"])
    expect(functions).toContainEqual(
      expect.objectContaining({
        function_name: "Llm.*",
        timeout_secs: 900,
        startup_timeout_secs: 300,
        max_concurrent_inputs: 100,
        resources: { gpu_config: { gpu_type: "A100-80GB", count: 2 } },
        autoscaler_settings: { min_containers: 1, max_containers: 2 },
        method_definitions: {
          serve: expect.objectContaining({
            webhook_config: expect.objectContaining({ requires_proxy_auth: true }),
          }),
        },
      }),
    )
    expect(functions).toContainEqual(
      expect.objectContaining({ function_name: "pre_deploy", timeout_secs: 3600 }),
    )
  })

  it("schedules a job in UTC", () => {
    const manifest = `version: 1
name: shop
services:
  night-train: { kind: job, source: ./api, targets: [modal], schedule: "0 3 1 * *", command: [python, train.py], gpu: [L40S] }
`
    const { code, output, messages } = deploy(renderOnModal(manifest), {
      file: "modal_night_train.py",
      sources: { "api/train.py": "", "api/requirements.txt": "numpy\n" },
    })
    expect([code, output]).toEqual([0, expect.anything()])
    expect(messages("FunctionCreate").map((message) => message["function"])).toEqual([
      expect.objectContaining({
        function_name: "run",
        schedule: { cron: { cron_string: "0 3 1 * *", timezone: "UTC" } },
        timeout_secs: 3600,
        autoscaler_settings: { max_containers: 1 },
        resources: { gpu_config: { gpu_type: "L40S", count: 1 } },
      }),
    ])
  })
})
