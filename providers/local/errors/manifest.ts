import { entry } from "aidep/provider"

export const startCommandUnknown = entry<{ service: string; folder: string }>({
  code: "local/start-command-unknown",
  severity: "error",
  title: "Nothing says how a service starts.",
  message: ({ service, folder }) =>
    `"${service}" cannot run on this machine, because nothing in "${folder}" says how it starts.`,
  hint: () =>
    'Add "command" to the service, such as [node, server.js] or [python, main.py]; or, where it has a Worker entry, "runtime: workerd" to its options for "local".',
  explanation:
    "A process needs a start command. aidep finds one in the start script of package.json, or in a FastAPI application. Where there is neither, the manifest has to say it. A Dockerfile does not count here: nothing on this machine runs it.",
  example: {
    wrong: "worker: { kind: worker, source: ./worker, targets: [local] }",
    right:
      "worker: { kind: worker, source: ./worker, targets: [local], command: [node, worker.js] }",
  },
})

export const stubEngine = entry<{ service: string; engine: string }>({
  code: "local/stub-engine",
  severity: "warning",
  title: "A stub answers in place of the model.",
  message: ({ service, engine }) =>
    `"${service}" runs with the stub engine and not with ${engine}: its answers are made up, and no weights are loaded.`,
  hint: ({ engine }) =>
    `Set "platforms.local.engine" to ${engine} where this machine can run the model.`,
  explanation:
    "Models need a GPU and many gigabytes of weights, which a laptop has not. On this machine AIDEP_MODEL_ENGINE is therefore stub, whatever the manifest asks for, until the option engine of the platform says otherwise.",
  example: {
    wrong: "model: { engine: vllm, id: Qwen/Qwen2.5-0.5B-Instruct }",
    right: "platforms: { local: { engine: vllm } }",
  },
})
