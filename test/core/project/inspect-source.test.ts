import { describe, expect, test } from "vitest"
import { stamp } from "../../../src/core/artifact/marker.ts"
import { inspectSource } from "../../../src/core/project/inspect-source.ts"

const inspect = (files: Readonly<Record<string, string>>) =>
  inspectSource({ names: Object.keys(files), texts: new Map(Object.entries(files)) })

describe("a Dockerfile", () => {
  test.each([
    ["of the user counts", "FROM scratch\n", true],
    ["that aidep wrote does not", stamp("FROM scratch\n", "#"), false],
    [
      "that aidep wrote and the user changed counts",
      `${stamp("FROM scratch\n", "#")}USER 1\n`,
      true,
    ],
  ])("%s", (_title, text, counts) => {
    expect(inspect({ Dockerfile: text }).dockerfile).toBe(counts)
  })
})

describe("Node", () => {
  test.each([
    ['{ "engines": { "node": ">=22.19" }, "scripts": { "start": "node ." } }', "22", true],
    ['{ "engines": { "node": "^24 || ^26" } }', "24", false],
    ['{ "engines": { "node": "lts" }, "scripts": { "start": 1 } }', undefined, false],
    ['{ "engines": [] }', undefined, false],
    ["[]", undefined, false],
    ["not JSON", undefined, false],
    ["null", undefined, false],
  ])("%s", (text, version, startScript) => {
    expect(inspect({ "package.json": text }).node).toEqual({
      version,
      startScript,
      lockFile: false,
    })
  })

  test("a lock file makes installs exact", () => {
    expect(inspect({ "package.json": "{}", "package-lock.json": "{}" }).node?.lockFile).toBe(true)
  })

  test("without a package there is none", () => {
    expect(inspect({ "index.js": "" }).node).toBeUndefined()
  })
})

describe("Python", () => {
  test("requirements come before the project file", () => {
    expect(
      inspect({
        "pyproject.toml": '[project]\nrequires-python = ">=3.11"\n',
        "requirements.txt": "fastapi==0.120\n",
        "app/main.py": "from fastapi import FastAPI\n\napi: FastAPI = FastAPI(title='x')\n",
      }).python,
    ).toEqual({
      version: "3.11",
      dependencyFile: "requirements.txt",
      fastApi: true,
      torch: false,
      application: "app.main:api",
    })
  })

  test.each([
    [{ "pyproject.toml": "not = [toml" }, undefined],
    [{ "pyproject.toml": "", ".python-version": "3.13.1\n" }, "3.13"],
    [{ "requirements.txt": "", ".python-version": "system\n" }, undefined],
  ])("%j", (files, version) => {
    expect(inspect(files as Readonly<Record<string, string>>).python).toMatchObject({
      version,
      fastApi: false,
      torch: false,
      application: undefined,
    })
  })

  test("what an engine of models needs may be listed apart", () => {
    const files = {
      "requirements.txt": "fastapi\n",
      "requirements-hf.txt": "fastapi\ntorch==2.13.0\n",
      "requirements-other.txt": "",
    }
    expect(inspect(files).python).toMatchObject({
      dependencyFile: "requirements.txt",
      torch: false,
      engines: { hf: { file: "requirements-hf.txt", torch: true } },
    })
    const project = { "pyproject.toml": "", "requirements-hf.txt": "torch\n" }
    expect(inspect(project).python?.engines).toBeUndefined()
  })

  test("an application is looked for only where FastAPI is installed", () => {
    const files = { "requirements.txt": "flask\n", "main.py": "app = FastAPI()\n" }
    expect(inspect(files).python?.application).toBeUndefined()
  })

  test.each([
    ["torch", true],
    ["fastapi\n  Torch[opt] >=2.13 ; sys_platform == 'linux'  # weights", true],
    ["torch==2.13.0", true],
    ["sentence_transformers", true],
    ["torch @ https://example.com/torch.whl", true],
    ["# torch\nfastapi", false],
    ["torch-geometric\npytorch\n-r torch.txt", false],
    ["", false],
  ])("PyTorch among the requirements %j: %s", (text, torch) => {
    expect(inspect({ "requirements.txt": text }).python?.torch).toBe(torch)
  })

  test.each([
    ['[project]\ndependencies = ["fastapi", "torch>=2"]\n', true],
    ['[project]\ndependencies = []\n[project.optional-dependencies]\ngpu = ["torch"]\n', false],
    ['[project]\ndependencies = "torch"\n', false],
    ["[tool.torch]\n", false],
  ])("PyTorch in the project file %j: %s", (text, torch) => {
    expect(inspect({ "pyproject.toml": text }).python?.torch).toBe(torch)
  })

  test("without a list of dependencies there is none", () => {
    expect(inspect({ "main.py": "app = FastAPI()\n" }).python).toBeUndefined()
  })
})
