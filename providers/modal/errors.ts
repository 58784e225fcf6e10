import { entry } from "aidep/provider"
import * as cli from "./errors/cli.ts"
import * as deploy from "./errors/deploy.ts"
import { gpuTypes } from "./container/gpus.ts"

export const unknownRegion = entry<{ region: string; possible: string }>({
  code: "modal/unknown-region",
  severity: "error",
  title: "Modal has no such region.",
  message: ({ region }) => `Modal has no region "${region}".`,
  hint: ({ possible }) => `Use one of ${possible}.`,
  explanation:
    'A region of Modal is broad, such as "us", or narrow, such as "us-east". A region that is set raises the price of everything: a narrow one more than a broad one. Without "regions" Modal runs containers where there is room.',
  example: { wrong: "regions: [us-east-1]", right: "regions: [us-east]" },
})

export const unknownGpu = entry<{ type: string }>({
  code: "modal/unknown-gpu",
  severity: "error",
  title: "Modal has no such GPU.",
  message: ({ type }) => `Modal has no GPU "${type}".`,
  hint: () => `Use one of ${gpuTypes.join(", ")}.`,
  explanation:
    "GPUs are written with Modal's own names. Several are alternatives: Modal takes the first that is free.",
  example: { wrong: "gpu: [V100]", right: "gpu: [T4, L4]" },
})

export const tooManyGpus = entry<{ type: string; count: number; most: number }>({
  code: "modal/too-many-gpus",
  severity: "error",
  title: "One container cannot have that many GPUs.",
  message: ({ type, count, most }) =>
    `A container of Modal can have ${most} GPUs of type "${type}", and the manifest asks for ${count}.`,
  hint: ({ type, most }) => `Use "${type}:${most}" or fewer, or a larger GPU.`,
  explanation:
    "All GPUs of a container are in one machine, which has 8 of most types and 4 of type A10.",
  example: { wrong: 'gpu: ["A10:8"]', right: 'gpu: ["A10:4", "L40S:2"]' },
})

export const idleOutOfRange = entry<{ seconds: number; least: number; most: number }>({
  code: "modal/idle-out-of-range",
  severity: "error",
  title: "Modal cannot keep an idle container for that long.",
  message: ({ seconds, least, most }) =>
    `Modal keeps an idle container for ${least} to ${most} seconds, and "scale.idle" is ${seconds}.`,
  hint: ({ least, most }) =>
    `Use ${least}s to ${most}s, or "scale.min: 1" to keep one container at all times.`,
  explanation:
    'The idle time becomes "scaledown_window". The client modal 1.6 refuses what is not between 2 and 3600 seconds. Idle containers are paid for like busy ones.',
  example: { wrong: "scale: { idle: 2h }", right: "scale: { idle: 5m }" },
})

export const startupTooLong = entry<{ seconds: number; most: number }>({
  code: "modal/startup-too-long",
  severity: "error",
  title: "Modal does not wait that long for a container to start.",
  message: ({ seconds, most }) =>
    `Modal waits ${most} seconds at most for a container to start, and "health.startup" is ${seconds}.`,
  hint: () => 'Use "24h" or less.',
  explanation: "No time-out of Modal is longer than a day.",
})

export const pythonNotOffered = entry<{ version: string; offered: readonly string[] }>({
  code: "modal/python-not-offered",
  severity: "error",
  title: "Modal has no image with this Python version.",
  message: ({ version }) => `Modal has no image with Python ${version}.`,
  hint: ({ offered }) => `Use python@${offered.join(", python@")}, or a Dockerfile of your own.`,
  explanation:
    "Modal runs its own code beside the service's, in the same Python. Python 3.9 has not been supported since modal 1.3.0 of 2025-12-19.",
  example: { wrong: "runtime: python@3.9", right: "runtime: python@3.12" },
})

export const pythonEnding = entry<{ version: string }>({
  code: "modal/python-ending",
  severity: "warning",
  title: "Modal is about to drop this Python version.",
  message: ({ version }) =>
    `modal 1.7.0 and later will not deploy an image with Python ${version}.`,
  hint: () => "Use python@3.11 or later.",
  explanation:
    "Python 3.10 has reached its end of life. The client modal 1.6 warns of it since 2026-11-04; the date of modal 1.7.0 is not known. Apps that are deployed already keep working.",
  example: { wrong: "runtime: python@3.10", right: "runtime: python@3.12" },
})

export const cpuRounded = entry<{ cpu: number; least: number }>({
  code: "modal/cpu-rounded",
  severity: "warning",
  title: "The CPU was rounded up to the least of Modal.",
  message: ({ cpu, least }) =>
    `A container of Modal has ${least} CPU at least; ${cpu} was rounded up to ${least}.`,
  hint: ({ least }) => `Write "cpu: ${least}", to pay for what the manifest says.`,
  explanation:
    "Modal counts physical cores of two virtual CPUs each and gives a container 0.125 cores at least, which are 0.25 virtual CPUs.",
})

export const memoryRounded = entry<{ memoryMiB: number; least: number }>({
  code: "modal/memory-rounded",
  severity: "warning",
  title: "The memory was rounded up to the least of Modal.",
  message: ({ memoryMiB, least }) =>
    `A container of Modal has ${least} MiB at least; ${memoryMiB} MiB was rounded up to ${least} MiB.`,
  hint: ({ least }) => `Write "memory: ${least}MiB", to pay for what the manifest says.`,
  explanation: "Modal gives a container 128 MiB of memory at least.",
})

export const commandMissing = entry<{ service: string; why: string }>({
  code: "modal/command-missing",
  severity: "error",
  title: "Nothing says how the service starts on Modal.",
  message: ({ service, why }) => `"${service}" needs "command" on Modal, because ${why}.`,
  hint: () => 'Add "command" to the service, such as [python, -m, server].',
  explanation:
    "Modal starts its own code in the container, and that code starts the service. ENTRYPOINT and CMD of an image or Dockerfile are not used, so that the manifest has to name the whole command.",
  example: {
    wrong: "llm: { kind: inference, image: vllm/vllm-openai:v0.21.0, targets: [modal] }",
    right:
      "llm: { kind: inference, image: vllm/vllm-openai:v0.21.0, targets: [modal], command: [vllm, serve, Qwen/Qwen3-0.6B] }",
  },
})

export const languageUnknown = entry<{ service: string; folder: string }>({
  code: "modal/language-unknown",
  severity: "error",
  title: "Nothing says in which language the service is written.",
  message: ({ service, folder }) =>
    `aidep cannot make an image for "${service}", because "${folder}" has no requirements.txt, pyproject.toml, package.json or Dockerfile.`,
  hint: () =>
    'Add "runtime" to the service, such as python@3.12, or put a Dockerfile into the folder.',
  explanation:
    "A Python folder becomes an image of Modal directly; everything else is built from a Dockerfile.",
  example: {
    wrong: "api: { kind: web, source: ./api, targets: [modal] }",
    right: "api: { kind: web, source: ./api, targets: [modal], runtime: python@3.12 }",
  },
})

export const sameMount = entry<{ mount: string; volumes: readonly string[] }>({
  code: "modal/same-mount",
  severity: "error",
  title: "Two volumes have the same mount path.",
  message: ({ mount, volumes }) =>
    `The volumes ${volumes.join(" and ")} are both mounted at "${mount}".`,
  hint: () => "Give each volume a path of its own.",
  explanation: "Modal mounts one volume at a path.",
})

export const modalErrors = [
  unknownRegion,
  unknownGpu,
  tooManyGpus,
  idleOutOfRange,
  startupTooLong,
  pythonNotOffered,
  pythonEnding,
  cpuRounded,
  memoryRounded,
  commandMissing,
  languageUnknown,
  sameMount,
  ...Object.values(cli),
  ...Object.values(deploy),
] as const
