import { describe, expect, test } from "vitest"
import { packageJson, recognised } from "../../support/folder-contents.ts"

const express = packageJson({
  dependencies: { express: "^5" },
  scripts: { start: "node server.js" },
})

describe("a Node service", () => {
  test("is recognised by its framework, with port and health path from the code", () => {
    const code =
      'const app = express()\napp.get("/healthz", ok)\napp.listen(process.env.PORT ?? 3000)\n'
    const { clues, starts } = recognised(
      { "package.json": express, "src/server.ts": code },
      "services/api",
    )
    expect(clues).toMatchObject({
      kind: { value: "web", place: "services/api/package.json: express" },
      port: { value: 3000, place: "services/api/src/server.ts:3" },
      healthPath: { value: "/healthz", place: "services/api/src/server.ts:2" },
    })
    expect(starts).toBe(true)
  })

  test.each([
    ["next", "web"],
    ["fastify", "web"],
    ["hono", "web"],
    ["koa", "web"],
    ["bullmq", "worker"],
  ])("with %s is a %s", (dependency, kind) => {
    const description = packageJson({
      dependencies: { [dependency]: "1" },
      scripts: { start: "node ." },
    })
    expect(recognised({ "package.json": description }).clues.kind?.value).toBe(kind)
  })

  test("without a framework is one when it has a start script, or listens itself", () => {
    const start = packageJson({ scripts: { start: "node main.js" } })
    expect(recognised({ "package.json": start }).clues.kind?.place).toBe(
      "package.json: start script",
    )
    const bare = {
      "package.json": packageJson({}),
      "server.js": "createServer(answer).listen(8081)",
    }
    const { clues, starts } = recognised(bare)
    expect(clues).toMatchObject({
      kind: { value: "web" },
      port: { value: 8081 },
      command: { value: ["node", "server.js"], place: "server.js" },
    })
    expect(starts).toBe(false)
  })

  test("is not one as a library, and not as the root of a workspace", () => {
    const library = packageJson({ main: "index.js", scripts: { build: "tsc", test: "vitest" } })
    expect(recognised({ "package.json": library }).clues.kind).toBeUndefined()
    const root = packageJson({ workspaces: ["services/*"], scripts: { start: "npm start -ws" } })
    expect(recognised({ "package.json": root }).clues.kind).toBeUndefined()
  })

  test("takes the port of the start script before that of the code", () => {
    const description = packageJson({
      dependencies: { next: "16" },
      scripts: { start: "next start -p 4000" },
    })
    const files = { "package.json": description, "server.js": "app.listen(3000)" }
    expect(recognised(files).clues.port).toEqual({
      value: 4000,
      place: "package.json: start script",
    })
  })

  test("states its runtime by engines, else has the usual one", () => {
    const stated = packageJson({ scripts: { start: "x" }, engines: { node: ">=22.4" } })
    expect(recognised({ "package.json": stated }).clues.runtime?.value).toBe("node@22")
    const { clues, usualRuntime } = recognised({ "package.json": express })
    expect({ runtime: clues.runtime, usualRuntime }).toEqual({
      runtime: undefined,
      usualRuntime: "node@24",
    })
  })

  test("a package.json that does not parse says nothing", () => {
    expect(recognised({ "package.json": "{ not json" }).clues).toEqual({})
    expect(recognised({ "package.json": '["list"]' }).clues).toEqual({})
  })
})

describe("a static site", () => {
  test("is what a site builder builds and nothing serves", () => {
    const description = packageJson({
      devDependencies: { vite: "7" },
      scripts: { start: "vite", build: "vite build" },
    })
    const files = { "package.json": description, "index.html": "", "vite.config.ts": "" }
    expect(recognised(files).clues).toMatchObject({
      kind: { value: "static" },
      buildCommand: { value: ["npm", "run", "build"] },
      output: { value: "dist", place: "package.json: vite" },
    })
    const configured = { ...files, "vite.config.ts": 'build: { outDir: "./public/app" }' }
    expect(recognised(configured).clues.output).toEqual({
      value: "public/app",
      place: "vite.config.ts",
    })
  })

  test("is not one beside a server in the same package", () => {
    const description = packageJson({
      dependencies: { express: "5" },
      devDependencies: { vite: "7" },
      scripts: { start: "node server.js", build: "vite build" },
    })
    expect(recognised({ "package.json": description }).clues.kind?.value).toBe("web")
  })

  test("is a bare page", () => {
    const { clues } = recognised({ "index.html": "<h1>" }, "web")
    expect(clues).toEqual({ kind: { value: "static", place: "web/index.html" } })
  })
})

describe("a Python service", () => {
  test("with FastAPI starts by itself", () => {
    const main = 'app = FastAPI()\n\n@app.get("/health")\ndef health(): ...\n'
    const { clues, starts, usualRuntime } = recognised({
      "requirements.txt": "fastapi==0.130\nuvicorn\n",
      "app/main.py": main,
    })
    expect(clues).toEqual({
      kind: { value: "web", place: "requirements.txt: fastapi" },
      healthPath: { value: "/health", place: "app/main.py:3" },
    })
    expect({ starts, usualRuntime }).toEqual({ starts: true, usualRuntime: "python@3.12" })
  })

  test.each(["torch==2.9", "transformers", "vllm>=0.12", "sentence-transformers"])(
    "with %s is inference and gets a GPU suggested",
    (dependency) => {
      const { clues } = recognised({ "requirements.txt": `fastapi\n${dependency}\n` })
      expect(clues).toMatchObject({ kind: { value: "inference" }, gpu: { value: ["T4"] } })
    },
  )

  test("that chose packages without CUDA gets no GPU suggested", () => {
    const requirements = "--extra-index-url https://download.pytorch.org/whl/cpu\ntorch\n"
    const { clues } = recognised({ "requirements.txt": requirements })
    expect(clues.kind?.value).toBe("inference")
    expect(clues.gpu).toBeUndefined()
  })

  test("reads pyproject.toml and its version; comments do not count", () => {
    const project = '[project]\nrequires-python = ">=3.13"\ndependencies = ["flask"] # not torch\n'
    const { clues } = recognised({
      "pyproject.toml": project,
      "main.py": "app = Flask(__name__)\n",
    })
    expect(clues).toMatchObject({
      kind: { value: "web", place: "pyproject.toml: flask" },
      runtime: { value: "python@3.13", place: "pyproject.toml: requires-python" },
      command: { value: ["python", "main.py"], place: "main.py" },
    })
  })

  test("with Flask and gunicorn is served by gunicorn", () => {
    const { clues } = recognised({
      "requirements.txt": "flask\ngunicorn\n",
      "app.py": 'server = Flask("x")\n',
    })
    expect(clues.command?.value).toEqual(["gunicorn", "app:server"])
  })

  test("with a queue is a worker, without anything known is not recognised", () => {
    expect(recognised({ "requirements.txt": "celery" }).clues.kind?.value).toBe("worker")
    expect(recognised({ "requirements.txt": "numpy" }).clues.kind).toBeUndefined()
  })

  test("beside a site in the same folder comes first, and the manifest has to name the runtime", () => {
    const { clues, statesRuntime } = recognised({
      "package.json": packageJson({
        devDependencies: { vite: "7" },
        scripts: { build: "vite build" },
      }),
      "requirements.txt": "fastapi",
    })
    expect(clues.kind?.value).toBe("web")
    expect(clues.buildCommand).toBeUndefined()
    expect(statesRuntime).toBe(true)
  })
})

describe("a container", () => {
  const dockerfile = [
    "FROM rust:1.90 AS build",
    "FROM debian:13",
    "EXPOSE 9000/tcp",
    "HEALTHCHECK --interval=5s CMD curl -f http://localhost:9000/ready || exit 1",
    'CMD ["/app"]',
  ].join("\n")

  test("of any language is a web service with the port and health path of its Dockerfile", () => {
    const { clues, starts } = recognised({ Dockerfile: dockerfile }, "api")
    expect(clues).toEqual({
      kind: { value: "web", place: "api/Dockerfile" },
      port: { value: 9000, place: "api/Dockerfile:3" },
      healthPath: { value: "/ready", place: "api/Dockerfile:4" },
    })
    expect(starts).toBe(true)
  })

  test("its port counts before the code's, and it decides runtime and command", () => {
    const { clues, usualRuntime } = recognised({
      "package.json": packageJson({ dependencies: { express: "5" }, engines: { node: "22" } }),
      "server.js": "app.listen(3000)",
      Dockerfile: "FROM node:22\nCMD node server.js --port 4100\n",
    })
    expect(clues.port).toEqual({ value: 4100, place: "Dockerfile:2" })
    expect(clues.kind?.place).toBe("package.json: express")
    expect([clues.runtime, clues.command, usualRuntime]).toEqual([undefined, undefined, undefined])
  })

  test("from an image with CUDA or an engine is inference", () => {
    const { clues } = recognised({
      Dockerfile: "FROM --platform=linux/amd64 vllm/vllm-openai:v0.12\n",
    })
    expect(clues).toMatchObject({
      kind: { value: "inference", place: "Dockerfile: vllm/vllm-openai:v0.12" },
      gpu: { value: ["T4"] },
    })
  })
})

describe("a Procfile", () => {
  test("gives kind, command and port", () => {
    const { clues } = recognised({
      "requirements.txt": "django\ngunicorn\n",
      Procfile: "web: gunicorn site.wsgi --bind 0.0.0.0:9100\n",
    })
    expect(clues).toMatchObject({
      kind: { value: "web", place: "requirements.txt: django" },
      command: { value: ["gunicorn", "site.wsgi", "--bind", "0.0.0.0:9100"], place: "Procfile" },
      port: { value: 9100 },
    })
  })

  test("whose line needs a shell gives the kind only", () => {
    const { clues } = recognised({ Procfile: "worker: bin/run --queue $QUEUE && true\n" })
    expect(clues).toEqual({ kind: { value: "worker", place: "Procfile" } })
  })
})
