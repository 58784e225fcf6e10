import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { afterAll, describe, expect, test } from "vitest"
import type { PythonFacts } from "../../../src/core/project/source-facts.ts"
import { pythonSource } from "../../support/render-manifest.ts"
import { renderOnCompose, webService } from "./render-compose.ts"
import {
  freePort,
  imageExists,
  nameImage,
  removeImages,
  runImage,
  sizeOf,
  temporaryFolder,
} from "./run-image.ts"

const bases = ["docker.io/library/node:24-slim", "docker.io/library/python:3.12-slim"]
const unavailable = !bases.every(imageExists)
if (unavailable)
  console.log("buildah or its base images are missing: Dockerfiles are not built for real.")

/** `npm run test:images`: PyTorch and CUDA take minutes and gigabytes. */
const full = process.env["FULL"] === "1"
const inFull = { timeout: 1_200_000 }
const inEvery = { timeout: 180_000 }

afterAll(removeImages, 120_000)

const nodeServer = `
const http = require("node:http")
const { writeFileSync } = require("node:fs")
writeFileSync("/data/mine", "")
writeFileSync("mine", "")
const server = http.createServer((request, response) => {
  response.end(JSON.stringify({ uid: process.getuid(), mode: process.env.NODE_ENV }))
  if (request.url === "/quit") server.close()
})
server.keepAliveTimeout = 1
server.listen(Number(process.argv[2]), () => console.log("listening"))
`

const emptyLock =
  '{ "name": "api", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "api", "version": "1.0.0" } } }'

/** A FastAPI application that tells about itself; `facts` are more entries of the answer. */
const fastApi = (imports = "", facts = "") => `
import os, signal, sys
from fastapi import BackgroundTasks, FastAPI
${imports}
open("/data/mine", "w").close()
open("mine", "w").close()
app = FastAPI()

@app.get("/health")
def health():
    return {"uid": os.getuid(), "venv": sys.prefix${facts}}

@app.get("/quit")
def quit(tasks: BackgroundTasks):
    tasks.add_task(os.kill, os.getpid(), signal.SIGTERM)
`

const python: PythonFacts = {
  version: "3.12",
  dependencyFile: "requirements.txt",
  fastApi: true,
  torch: false,
  application: "app.main:app",
}
const requirements = "fastapi==0.165.0\nuvicorn==0.54.0\n"
const health = "health: { path: /health }, volumes: { data: { mount: /data } }"

interface FastApiCase {
  readonly fields?: string
  readonly torch?: boolean
  readonly application?: string
  readonly requirements?: string
  readonly dependencyFile?: PythonFacts["dependencyFile"]
}

/** A project with one FastAPI service, as aidep and its author write it. */
function fastApiProject(port: number, one: FastApiCase = {}): ReadonlyMap<string, string> {
  const { fields = "", torch = false, application = fastApi() } = one
  const { dependencyFile = "requirements.txt" } = one
  const text = webService(`${health}${fields}`).replace("3000", String(port))
  const source = { ...pythonSource, python: { ...python, torch, dependencyFile } }
  const { files } = renderOnCompose(text, { sources: { "./api": source } })
  return new Map([
    ...files,
    ["api/app/main.py", application],
    [`api/${dependencyFile}`, one.requirements ?? requirements],
  ])
}

describe.skipIf(unavailable)("a built image", () => {
  test("of Node runs without root, writes its data, and tells its health", inEvery, async () => {
    const port = await freePort()
    const fields = `${health}, command: [node, server.js, "${port}"]`
    const { files } = renderOnCompose(webService(fields).replace("3000", String(port)))
    const sources = new Map([
      ["api/server.js", nodeServer],
      ["api/package.json", '{ "name": "api", "version": "1.0.0" }'],
      ["api/package-lock.json", emptyLock],
    ])
    const image = { name: "node", files: new Map([...files, ...sources]), port }
    expect(await runImage(image)).toEqual({
      answer: { uid: 1000, mode: "production" },
      healthy: 0,
      ill: 1,
    })
  })

  test("of FastAPI runs in its virtual environment without root", inEvery, async () => {
    const port = await freePort()
    expect(await runImage({ name: "fastapi", files: fastApiProject(port), port })).toEqual({
      answer: { uid: 1000, venv: "/opt/venv" },
      healthy: 0,
      ill: 1,
    })
  })
})

/**
 * pip in a build asks PyTorch's index once, and finds the wheels that pip finds on this machine: where that index
 * cannot be reached, a folder with the wheel is enough.
 */
function pipOfThisMachine(): readonly string[] {
  const { stdout } = spawnSync("pip", ["config", "get", "global.find-links"], { encoding: "utf8" })
  const wheels = (stdout ?? "").trim()
  const found = wheels !== "" && existsSync(wheels)
  const lines = ["[global]", "retries = 0", ...(found ? [`find-links = ${wheels}`] : []), ""]
  const folder = temporaryFolder(new Map([["pip.conf", lines.join("\n")]]))
  return [`${folder}:/root/.config/pip`, ...(found ? [`${wheels}:${wheels}`] : [])]
}

describe.skipIf(unavailable || !full)("a built image, in the full form,", () => {
  const withTorch = {
    torch: true,
    application: fastApi(
      "import torch",
      ', "sum": torch.ones(3).sum().item(), "version": torch.__version__',
    ),
    requirements: `${requirements}torch==2.13.0\n`,
  }

  test("of FastAPI and PyTorch installs from wheels and calculates", inFull, async () => {
    const port = await freePort()
    const files = fastApiProject(port, withTorch)
    const volumes = pipOfThisMachine()
    expect(await runImage({ name: "torch", files, port, volumes })).toEqual({
      answer: { uid: 1000, venv: "/opt/venv", sum: 3, version: "2.13.0+cpu" },
      healthy: 0,
      ill: 1,
    })
    console.log(`PyTorch: ${sizeOf("torch")}`)
  })

  test("on NVIDIA's base has Python, its packages and another user", inFull, async () => {
    const base = "docker.io/nvidia/cuda:13.0.3-cudnn-runtime-ubuntu24.04"
    const standIn = "docker.io/nvidia/cuda:12.8.1-runtime-ubuntu24.04"
    // Without a registry: Debian with Python instead, which shows that the file builds, and nothing of CUDA.
    if (!imageExists(base)) nameImage(standIn, base)
    const port = await freePort()
    const facts = ', "gpu": os.environ["NVIDIA_VISIBLE_DEVICES"]'
    const files = fastApiProject(port, {
      fields: ", gpu: [T4]",
      application: fastApi("", facts),
      dependencyFile: "pyproject.toml",
      requirements: '[project]\ndependencies = ["fastapi==0.165.0", "uvicorn==0.54.0"]\n',
    })
    expect(await runImage({ name: "cuda", files, port })).toEqual({
      answer: { uid: 1001, venv: "/opt/venv", gpu: "all" },
      healthy: 0,
      ill: 1,
    })
    console.log(`CUDA: ${sizeOf("cuda")}`)
  })
})
