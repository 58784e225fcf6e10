import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import * as scripts from "../../../providers/github/workflows/scripts.ts"

let folder = ""

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "aidep-script-"))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

function write(path: string, text: string): string {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** A command that writes down its arguments and its input, then ends with a status. */
function fakeCommand(name: string, status = 0): void {
  const text = `#!/usr/bin/env bash\nprintf '%s\\n' "${name} $*" >> "${folder}/calls"\n[ -t 0 ] || cat >> "${folder}/calls"\nexit ${status}\n`
  chmodSync(write(`bin/${name}`, text), 0o755)
}

const read = (path: string) => readFileSync(join(folder, path), "utf8")
const calls = () => read("calls")

/** Runs a script as a GitHub runner does. */
function run(script: string, env: Readonly<Record<string, string>> = {}) {
  const file = write("script.sh", script)
  return spawnSync("bash", ["-e", file], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: `${folder}/bin${delimiter}${process.env["PATH"]}`, ...env },
  })
}

function findAidep() {
  return run(scripts.findAidep, { GITHUB_ENV: join(folder, "env"), AIDEP_VERSION: "0.1.0" })
}

describe("finding aidep", () => {
  test("installs the project's own, which npx then starts", () => {
    write("dep/package.json", '{ "name": "aidep", "version": "0.3.0", "bin": "run.js" }')
    chmodSync(
      write(
        "dep/run.js",
        '#!/usr/bin/env node\nconsole.log("own", process.argv.slice(2).join(" "))',
      ),
      0o755,
    )
    write(
      "package.json",
      '{ "name": "shop", "version": "1.0.0", "devDependencies": { "aidep": "file:./dep" } }',
    )
    const lock = { version: "0.3.0", dev: true, bin: { aidep: "run.js" } }
    write(
      "package-lock.json",
      JSON.stringify({
        name: "shop",
        version: "1.0.0",
        lockfileVersion: 3,
        requires: true,
        packages: {
          "": { name: "shop", version: "1.0.0", devDependencies: { aidep: "file:./dep" } },
          dep: { name: "aidep", ...lock },
          "node_modules/aidep": { resolved: "dep", link: true },
        },
      }),
    )
    expect(findAidep()).toMatchObject({ status: 0 })
    expect(read("env")).toBe("AIDEP_PACKAGE=aidep\n")
    expect(run(scripts.check, { AIDEP_PACKAGE: "aidep" }).stdout).toBe(
      "own check --format annotations\n",
    )
  })

  test.each([
    ["without a package.json", undefined],
    ["where the lock file has none", '{ "name": "shop", "lockfileVersion": 3, "packages": {} }'],
  ])("takes the pinned version %s", (_case, lock) => {
    if (lock !== undefined) {
      write("package.json", '{ "name": "shop" }')
      write("package-lock.json", lock)
    }
    expect(findAidep()).toMatchObject({ status: 0 })
    expect(read("env")).toBe("AIDEP_PACKAGE=aidep@0.1.0\n")
  })
})

describe("running pytest", () => {
  test.each([
    ["passes where the tests pass", 0, 0],
    ["fails where a test fails", 1, 1],
    ["passes where there is no test", 5, 0],
  ])("%s", (_case, answer, status) => {
    chmodSync(
      write("bin/python", `#!/usr/bin/env bash\n[ "$1" = "-c" ] && exit 0\nexit ${answer}\n`),
      0o755,
    )
    expect(run(scripts.runPytest).status).toBe(status)
  })

  test("says so where pytest is not installed", () => {
    fakeCommand("python", 1)
    const { status, stdout } = run(scripts.runPytest)
    expect(status).toBe(0)
    expect(stdout).toContain("::notice::pytest is not among the dependencies")
  })
})

describe("installing Python dependencies", () => {
  test("takes the development requirements where there are any", () => {
    fakeCommand("uv")
    expect(run(scripts.installRequirements).status).toBe(0)
    expect(calls()).toBe("uv pip install --requirement requirements.txt\n")
    write("requirements-dev.txt", "pytest")
    expect(run(scripts.installRequirements).status).toBe(0)
    expect(calls()).toContain("uv pip install --requirement requirements-dev.txt\n")
  })

  test("takes the lock file where there is one", () => {
    fakeCommand("uv")
    run(scripts.installPyproject)
    write("uv.lock", "")
    run(scripts.installPyproject)
    expect(calls()).toBe("uv pip install --editable .\nuv sync --locked\n")
  })
})

test("an image is tagged with the commit, by its digest", () => {
  fakeCommand("docker")
  const env = { IMAGE: "ghcr.io/acme/web", COMMIT: "abc", DIGEST: "sha256:1" }
  expect(run(scripts.tagImage, env).status).toBe(0)
  expect(calls()).toBe(
    "docker buildx imagetools create --tag ghcr.io/acme/web:abc ghcr.io/acme/web@sha256:1\n",
  )
})

describe("keeping warm", () => {
  const env = { ADDRESS_VARIABLE: "WEB_URL", HEALTH_PATH: "/health" }

  test("without an address fails and says what to set", () => {
    const { status, stdout } = run(scripts.requestHealth, { ...env, ADDRESS: "" })
    expect(status).toBe(1)
    expect(stdout).toContain("Set the GitHub variable WEB_URL.")
  })

  test("requests the health path, and fails where the answer is an error", () => {
    fakeCommand("curl")
    expect(run(scripts.requestHealth, { ...env, ADDRESS: "https://web.example.com/" }).status).toBe(
      0,
    )
    expect(calls()).toContain(" https://web.example.com/health\n")
    fakeCommand("curl", 22)
    expect(run(scripts.requestHealth, { ...env, ADDRESS: "https://web.example.com" }).status).toBe(
      22,
    )
  })
})

const withoutJq = spawnSync("bash", ["-c", "command -v jq"]).status !== 0
if (withoutJq) console.log("jq is not installed: the scripts that tell of a failure are not run.")

describe.skipIf(withoutJq)("telling of a failure", () => {
  const env = {
    WHAT: 'Deployment of "shop" to production',
    NEEDS:
      '{"test":{"result":"success","outputs":{}},"deploy":{"result":"failure"},"smoke":{"result":"skipped"}}',
    RUN_URL: "https://github.com/acme/shop/actions/runs/1",
    SLACK_WEBHOOK_URL: "https://hooks.example.com/x",
  }

  test("sends Slack one line of JSON", () => {
    fakeCommand("curl")
    expect(run(scripts.tellSlack, env)).toMatchObject({ status: 0 })
    const [call, ...body] = calls().split("\n")
    expect(call).toContain("https://hooks.example.com/x")
    expect(JSON.parse(body.join("\n"))).toEqual({
      text: 'Deployment of "shop" to production failed in: deploy. https://github.com/acme/shop/actions/runs/1',
    })
  })

  test("writes the summary of the run", () => {
    const summary = join(folder, "summary")
    expect(run(scripts.writeSummary, { ...env, GITHUB_STEP_SUMMARY: summary }).status).toBe(0)
    expect(readFileSync(summary, "utf8")).toBe(
      '## Deployment of "shop" to production failed\n\nFailed: deploy. Their logs say what happened and what to do next.\n',
    )
  })
})
