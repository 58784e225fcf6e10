import { entry } from "../catalogue-entry.ts"

export const startCommandUnknown = entry<{ service: string; folder: string }>({
  code: "build/start-command-unknown",
  severity: "error",
  title: "Nothing says how a service starts.",
  message: ({ service, folder }) =>
    `aidep cannot write a Dockerfile for "${service}", because nothing in "${folder}" says how it starts.`,
  hint: () =>
    'Add "command" to the service, such as [node, server.js], or put a Dockerfile into the folder.',
  explanation:
    "A service that is built from a source folder needs a start command. aidep finds one in the start script of package.json, or in a FastAPI application. Where there is neither, the manifest has to say it, or the folder has to have its own Dockerfile.",
  example: {
    wrong: "worker: { kind: worker, source: ./worker, targets: [fly] }",
    right: "worker: { kind: worker, source: ./worker, targets: [fly], command: [node, worker.js] }",
  },
})

export const runtimeUnknown = entry<{ service: string; folder: string }>({
  code: "build/runtime-unknown",
  severity: "error",
  title: "Nothing says in which language a service is written.",
  message: ({ service, folder }) =>
    `aidep cannot write a Dockerfile for "${service}", because "${folder}" has no package.json, requirements.txt or pyproject.toml.`,
  hint: () =>
    'Add "runtime" to the service, such as node@24 or python@3.12, or put a Dockerfile into the folder.',
  explanation:
    "aidep writes Dockerfiles for Node and Python. It finds the language by package.json, requirements.txt or pyproject.toml. Where there is none of them, the manifest has to name the runtime, or the folder has to have its own Dockerfile.",
  example: {
    wrong: "api: { kind: web, source: ./api, targets: [fly] }",
    right: "api: { kind: web, source: ./api, targets: [fly], runtime: python@3.12 }",
  },
})

export const cudaMissing = entry<{ service: string; version: string; offered: string }>({
  code: "build/cuda-missing",
  severity: "warning",
  title: "The image of a GPU service has no CUDA.",
  message: ({ service, version, offered }) =>
    `The image of "${service}" has Python ${version} and no CUDA: NVIDIA's image has Python ${offered} only.`,
  hint: ({ offered }) =>
    `Set runtime: python@${offered}, or use packages that bring CUDA, or put a Dockerfile into the folder.`,
  explanation:
    "The packages of PyTorch bring the CUDA libraries they need. Others rely on libraries that are installed, so that a GPU service without PyTorch is built on NVIDIA's CUDA image. That image has the Python of its Ubuntu release. With another version, aidep writes an image of plain Python, and a package that looks for CUDA there finds none.",
  example: {
    wrong:
      "ocr: { kind: inference, source: ./ocr, targets: [compose], gpu: [T4], runtime: python@3.13 }",
    right:
      "ocr: { kind: inference, source: ./ocr, targets: [compose], gpu: [T4], runtime: python@3.12 }",
  },
})

export const pinMissed = entry<{ image: string; used: readonly string[] }>({
  code: "build/pin-missed",
  severity: "warning",
  title: "A digest is given for a base image that no Dockerfile has.",
  message: ({ image, used }) =>
    `The digest of "${image}" has no effect: the Dockerfiles are built from ${used.join(", ")}.`,
  hint: ({ used }) => `Give the digest of ${used.join(" or ")} instead.`,
  explanation:
    'Dockerfiles that aidep writes are built from images with exact tags. "build.baseImages" adds the digest of an image by its name and tag, so that nothing changes until the digest does. When the version of a runtime changes, so does the tag, and the digest has to follow.',
  example: {
    wrong: "runtime: node@24\nbuild: { baseImages: { node:22-slim: sha256:… } }",
    right: "runtime: node@24\nbuild: { baseImages: { node:24-slim: sha256:… } }",
  },
})
