import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import type { Processes } from "../../../src/ports/processes.ts"
import { projectFolder } from "../../support/project-folder.ts"
import { driver, failureOf, localProject, outputsOf, realPorts } from "./local-project.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))

const pythonServer = `
import http.server, os, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{sys.prefix != sys.base_prefix} {os.environ.get('AIDEP_MODEL_ENGINE')}".encode())

print("up")
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
`
const pythonSource = {
  node: undefined,
  python: {
    version: undefined,
    dependencyFile: "requirements.txt",
    fastApi: false,
    torch: false,
    application: undefined,
  },
} as const
const python = {
  manifest: `services:
  model:
    kind: inference
    source: ./model
    targets: [local]
    command: [python, main.py, "8000"]
    health: { path: / }
    model: { engine: vllm, id: Qwen/Qwen2.5-0.5B-Instruct }
`,
  files: { "model/main.py": pythonServer, "model/requirements.txt": "# nothing\n" },
  sources: { "./model": pythonSource },
}

/** A package that is built without downloading a build tool. */
const backend = `
[build-system]
requires = []
build-backend = "build_wheel"
backend-path = ["."]
[project]
name = "greet"
version = "1.0"
`
const buildWheel = `
import os, zipfile

def build_wheel(directory, settings=None, metadata=None):
    name = "greet-1.0-py3-none-any.whl"
    info = "greet-1.0.dist-info"
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        wheel.writestr("greet.py", "greeting = 'hello'")
        wheel.writestr(info + "/METADATA", "Metadata-Version: 2.1\\nName: greet\\nVersion: 1.0\\n")
        wheel.writestr(info + "/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "/RECORD", "greet.py,,\\n" + info + "/METADATA,,\\n" + info + "/WHEEL,,\\n" + info + "/RECORD,,\\n")
    return name
`
const withPackage = {
  ...python,
  files: {
    "model/main.py": `import greet\n${pythonServer}`,
    "model/requirements.txt": "./greet\n",
    "model/greet/pyproject.toml": backend,
    "model/greet/build_wheel.py": buildWheel,
  },
}

test("a Python service runs in an environment of its own, with the stub engine", async () => {
  const project = localProject(python)
  const variables = { AIDEP_MODEL_ENGINE: "vllm" }
  const { url } = outputsOf(await project.create("model", { variables }))
  expect(await (await fetch(`${url}/`)).text()).toBe("True stub")
  expect((await project.observe("model")).about).toContain("A stub answers in place of the model.")
})

test("Python packages are installed once, as long as their list stays the same", async () => {
  const project = localProject(withPackage)
  outputsOf(await project.create("model"))
  expect(project.progress.filter((line) => line.includes("pip"))).toHaveLength(1)
  outputsOf(await project.update("model"))
  expect(project.progress.filter((line) => line.includes("pip"))).toHaveLength(1)
})

test("a Python package that cannot be had is an error with pip's own words", async () => {
  const project = localProject({
    ...python,
    files: { ...python.files, "model/requirements.txt": "./not-there\n" },
  })
  const { problem, log } = failureOf(await project.create("model"))
  expect(problem).toMatchObject({
    code: "local/packages-failed",
    message: expect.stringContaining('The packages of "model" could not be installed: "'),
  })
  expect(log.join("\n")).toContain("not-there")
})

test("without a Python that is new enough, the error says how to get one", async () => {
  const project = localProject({ ...python, machine: { variables: { PATH: "/nowhere" } } })
  const { problem } = failureOf(await project.create("model"))
  expect(problem).toMatchObject({
    code: "local/python-missing",
    message: expect.stringContaining(
      '"model" needs Python 3.11 or newer, and none of python3.12, python3.14',
    ),
    hint: expect.stringContaining("python3-venv"),
  })
  expect(await project.observe("model")).toMatchObject({
    state: "failed",
    about: problem.message.replace(" It does not run now.", ""),
  })
})

test("without the module for virtual environments, the error names the Debian package", async () => {
  const said =
    "The virtual environment was not created successfully because ensurepip is not available."
  const project = localProject({
    ...python,
    files: { ...python.files, "model/requirements.txt": "fastapi\n" },
    ports: { processes: withoutModule(said) },
  })
  const { problem, log } = failureOf(await project.create("model"))
  expect(problem).toMatchObject({
    code: "local/venv-missing",
    hint: expect.stringContaining("sudo apt-get install python3-venv"),
  })
  expect(log).toEqual([said])
})

/** A Python of Debian without python3-pip and python3-venv. */
function withoutModule(said: string): Processes {
  return {
    ...realPorts.processes,
    run: async (command) => {
      const isModule = command.args.includes("pip") || command.args.includes("venv")
      return isModule
        ? { status: "ended", exitCode: 1, stdout: said, stderr: "" }
        : await realPorts.processes.run(command)
    },
  }
}

test("uv installs the packages where there is one", async () => {
  const tools = projectFolder()
  symlinkSync(join(root, ".venv-test/bin/uv"), join(tools, "uv"))
  const project = localProject({
    ...withPackage,
    machine: { variables: { ...process.env, PATH: `${tools}:${process.env["PATH"]}` } },
  })
  const { url } = outputsOf(await project.create("model"))
  expect(project.progress).toContain("model: Installing packages with uv")
  expect(await (await fetch(`${url}/`)).text()).toBe("True stub")
})

test("a worker is up when it has run for a moment, and is gone when it ends", async () => {
  const manifest =
    "services: { mailer: { kind: worker, source: ./mailer, targets: [local], command: [node, mailer.js], volumes: { box: { mount: /box } } } }"
  const project = localProject({
    manifest,
    files: {
      "mailer/mailer.js": "console.log(process.env.AIDEP_VOLUME_BOX); setInterval(() => {}, 1000)",
    },
  })
  expect(outputsOf(await project.create("mailer"))).toEqual({})
  const found = await project.observe("mailer")
  expect(found).toMatchObject({
    state: "running",
    about: expect.stringMatching(/^Runs as process/),
  })
  const lines: string[] = []
  for await (const line of driver.logs(found, { lines: 5, follow: false }, project.scope))
    lines.push(line)
  expect(lines).toEqual([`${project.folder}/.aidep/local/production/mailer/volumes/box`])
  project.write({ "mailer/mailer.js": "console.log('done')" })
  const { problem } = failureOf(await project.update("mailer", { deploymentId: "d-2" }))
  expect(problem.message).toBe(
    '"mailer" ended before it was up, with exit code 0. The version of before was started again and is up.',
  )
})

test("a static site is built with its variables and served", async () => {
  const project = localProject({
    manifest: `services:
  site: { kind: static, source: ./web, targets: [local], buildCommand: [node, build.js], output: dist }
`,
    files: {
      "web/build.js": `
const { mkdirSync, writeFileSync } = require("node:fs")
mkdirSync("dist/docs", { recursive: true })
writeFileSync("dist/index.html", "<h1>" + process.env.TITLE + "</h1>")
writeFileSync("dist/docs/index.html", "docs")
`,
    },
  })
  const { url } = outputsOf(await project.create("site", { variables: { TITLE: "Shop" } }))
  const page = await fetch(`${url}/`)
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8")
  expect(await page.text()).toBe("<h1>Shop</h1>")
  expect(await (await fetch(`${url}/docs`)).text()).toBe("docs")
  expect((await fetch(`${url}/missing`)).status).toBe(404)
})

const siteManifest = (command: string) =>
  `services: { site: { kind: static, source: ./web, targets: [local], buildCommand: ${command}, output: dist } }`

test("a site whose build fails, or makes nothing, is told", async () => {
  const files = { "web/fail.js": "console.error('no theme'); process.exit(2)", "web/idle.js": "" }
  const failing = localProject({ manifest: siteManifest("[node, fail.js]"), files })
  const { problem, log } = failureOf(await failing.create("site"))
  expect(problem.message).toBe(
    '"site" could not be built: "node fail.js" ended with exit code 2. It does not run now.',
  )
  expect(log).toEqual(["no theme"])
  const idle = localProject({ manifest: siteManifest("[node, idle.js]"), files })
  expect(failureOf(await idle.create("site")).problem.code).toBe("local/output-missing")
})

test("migrations run before the new version; when they fail, the old one stays", async () => {
  const project = localProject({
    manifest: `services:
  web: { kind: web, source: ./web, targets: [local], command: [node, server.js], preDeploy: [node, migrate.js] }
`,
    files: {
      "web/server.js":
        'require("node:http").createServer((_, r) => r.end("old")).listen(process.env.PORT)',
      "web/migrate.js": "console.log('migrated')",
    },
  })
  const { url } = outputsOf(await project.create("web"))
  project.write({ "web/migrate.js": "console.error('no such table'); process.exit(1)" })
  const { problem, log } = failureOf(await project.update("web", { deploymentId: "d-2" }))
  expect(problem.message).toBe(
    '"web" was not started, because "node migrate.js" of its "preDeploy" ended with exit code 1. The version of before still runs.',
  )
  expect(log).toEqual(["no such table"])
  expect(await (await fetch(`${url}/`)).text()).toBe("old")
})
