import { describe, expect, test } from "vitest"
import { scriptedPrompt } from "../../support/scripted-prompt.ts"
import { below, failInit, modelService, nodeService, runInit, sharingTemplate } from "./run-init.ts"

const node = below("/project", nodeService)
const target = { flags: { targets: ["plain"] } }

describe("without a person", () => {
  test("writes a manifest for what is there, and what keeps secrets out of git", async () => {
    const { result, disk, shown } = await runInit({ files: node, ...target })
    expect(result.files).toEqual([
      { path: "aidep.yaml", change: "create" },
      { path: ".env.example", change: "create" },
      { path: ".gitignore", change: "create" },
      { path: ".env", change: "create" },
    ])
    expect(disk.text("/project/aidep.yaml")).toBe(result.manifest)
    expect(result.manifest).toContain("name: project\n")
    expect(disk.text("/project/.env")).toContain("AIDEP_SECRET_KEY=a-key-that-is-not-random\n")
    expect([...disk.ownerOnly]).toEqual(["/project/.env"])
    expect({ asked: result.asked, shown }).toEqual({ asked: false, shown: [] })
  })

  test("the key is in .env and nowhere else", async () => {
    const { result, disk } = await runInit({ files: node, ...target })
    const { disk: _disk, ...rest } = { disk, result }
    expect(JSON.stringify(rest)).not.toContain("a-key-that-is-not-random")
    expect(disk.text("/project/.env.example")).toContain("AIDEP_SECRET_KEY=\n")
  })

  test("takes all services that are found; --yes asks nothing of a person either", async () => {
    const files = {
      ...below("/project/api", { ...nodeService, ".env.example": "API_KEY=x" }),
      ...below("/project/model", modelService),
    }
    const prompt = scriptedPrompt()
    const flags = { targets: ["plain", "gpu"] }
    const { result, disk } = await runInit({ files, flags, prompt, yes: true })
    expect(prompt.asked).toEqual([])
    expect(result.manifest).toMatch(/ {2}api:[\s\S]* {2}model:/)
    expect(result.secrets).toEqual(["API_KEY"])
    expect(disk.text("/project/.env.example")).toContain('# Secret of "api".\nAPI_KEY=\n')
    expect(result.diagnostics).toMatchObject([
      {
        severity: "warning",
        code: "init/target-left-out",
        message: expect.stringContaining('"model"'),
      },
    ])
  })

  test("lists every flag that is missing", async () => {
    const { error, unchanged } = await failInit()
    expect(error).toMatchObject({
      code: "usage/no-terminal",
      exit: 2,
      details: { missing: ["--source DIR or --image REF", "--target PLATFORM"] },
    })
    expect(error.message).toContain('No service was found in ".".')
    expect(error.hint).toContain("--template small")
    expect(unchanged).toBe(true)
  })

  test("extends files of the user and leaves a .env as it is", async () => {
    const own = { ".gitignore": "dist\n", ".env.example": "# mine\nA=1\n", ".env": "A=2\n" }
    const { result, disk } = await runInit({
      files: { ...node, ...below("/project", own) },
      ...target,
    })
    expect(result.files).toEqual([
      { path: "aidep.yaml", change: "create" },
      { path: ".env.example", change: "extend" },
      { path: ".gitignore", change: "extend" },
    ])
    expect(result.keyMissing).toBe(true)
    expect(disk.text("/project/.env")).toBe("A=2\n")
    expect(disk.text("/project/.gitignore")).toMatch(/^dist\n\n# Secrets/)
    expect(disk.text("/project/.env.example")).toMatch(/^# mine\nA=1\n\n# Key/)
  })

  test("prints the manifest and writes nothing, also where there is one", async () => {
    const files = { ...node, "/project/aidep.yaml": "version: 1\n" }
    const { result, disk } = await runInit({ files, ...target, printManifest: true })
    expect(result.manifest).toContain("kind: web")
    expect(disk.text("/project/aidep.yaml")).toBe("version: 1\n")
    expect(disk.text("/project/.env")).toBeUndefined()
  })

  test("makes a folder that is new, and takes named sources below it", async () => {
    const { result, disk } = await runInit({
      folder: "shop",
      flags: { image: "nginx:1", targets: ["plain"] },
    })
    expect(result.files[0]).toEqual({ path: "shop/aidep.yaml", change: "create" })
    expect(disk.text("/project/shop/aidep.yaml")).toContain("image: nginx:1")
    const { result: named } = await runInit({
      files: below("/project/shop/services/api", nodeService),
      folder: "/project/shop",
      sources: ["services/api/", "./services/api"],
      ...target,
    })
    expect(named.manifest).toContain("source: ./services/api\n")
    expect(named.values.find(({ label }) => label === "source")?.from).toEqual({ by: "flag" })
  })

  test("works in a folder that a link leads to", async () => {
    const { disk } = await runInit({
      files: below("/real", nodeService),
      disk: { links: { "/project/link": "/real" } },
      folder: "link",
      ...target,
    })
    expect(disk.text("/project/link/aidep.yaml")).toContain("source: .\n")
  })
})

describe("what it refuses, without a change", () => {
  const bad = [
    [
      "an existing manifest",
      {
        files: {
          "/project/aidep.yaml":
            "version: 1\nname: shop\nservices: { api: { kind: web, image: x, targets: [plain] } }",
        },
      },
      "init/manifest-exists",
      1,
      'the project "shop" with the service "api"',
    ],
    [
      "an existing manifest that is broken",
      { files: { "/project/aidep.yaml": "version: 2\n" } },
      "init/manifest-exists",
      1,
      "it has 3 errors",
    ],
    [
      "a folder in the place of the manifest",
      { files: { "/project/aidep.yaml/x": "" } },
      "init/manifest-exists",
      1,
      "it cannot be read (it is a folder)",
    ],
    [
      "a file as the folder",
      { files: { "/project/x": "" }, folder: "x" },
      "init/not-a-folder",
      2,
      '"x" is not a folder',
    ],
    [
      "a folder that cannot be looked at",
      { disk: { unreadable: { "/project/x": "permission denied" } }, folder: "x" },
      "init/not-a-folder",
      78,
      '"x" cannot be read',
    ],
    ["a wrong name", { flags: { name: "My_Shop" } }, "init/invalid-name", 2, '"My_Shop"'],
    [
      "an unknown target",
      { files: node, flags: { targets: ["plian"] } },
      "project/unknown-target",
      2,
      '"plian"',
    ],
    [
      "sources that are none",
      {
        files: { "/project/a": "", "/project/c/x.go": "" },
        sources: ["a", "b", "../d", "c"],
        ...target,
      },
      "init/unusable-source",
      2,
      '"a" is a file, not a folder, and "b" does not exist, and "../d" does not exist, and "c" holds no package.json',
    ],
    [
      "a source outside of the project",
      { files: below("/other", nodeService), sources: ["../other"], ...target },
      "init/unusable-source",
      2,
      '"../other" lies outside of the project',
    ],
    [
      "flags about one of several services",
      {
        files: { ...below("/project/a", nodeService), ...below("/project/b", nodeService) },
        flags: { targets: ["plain"], port: 1, health: "/h" },
      },
      "init/about-one-service",
      2,
      "--port, --health can be about one service only, and there are 2: a, b.",
    ],
    [
      "targets of which none can carry a service",
      { files: below("/project", modelService), flags: { targets: ["plain"], gpu: ["T4"] } },
      "init/no-able-target",
      2,
      '"inference" (inference, with a GPU) cannot go to "plain": Plain has no GPUs.',
    ],
    [
      "values that make no valid manifest",
      { files: node, flags: { targets: ["plain"], health: "health" } },
      "init/invalid-result",
      65,
      "has 2 errors",
    ],
    [
      "a .gitignore that is not text",
      { files: { ...node, "/project/.gitignore": new Uint8Array([0xff, 0xfe]) }, ...target },
      "init/unreadable-file",
      78,
      '".gitignore" cannot be read: it is not UTF-8 text',
    ],
    [
      "a folder that cannot be written",
      { files: node, disk: { unwritable: { "/project": "permission denied" } }, ...target },
      "artifact/unwritable",
      78,
      '"aidep.yaml" cannot be written: permission denied. Nothing was changed.',
    ],
    [
      "a full disk",
      { files: node, disk: { unwritable: { "/project/.env": "the disk is full" } }, ...target },
      "artifact/unwritable",
      78,
      '".env" cannot be written: the disk is full. Nothing was changed.',
    ],
    [
      "an unknown template",
      { template: "smal" },
      "init/unknown-template",
      2,
      'There is no template "smal"; there are: small.',
    ],
    [
      "a template in a folder with files",
      { files: { "/project/x": "", "/project/.git/HEAD": "" }, template: "small" },
      "init/not-empty",
      1,
      '"." is not empty: it holds "x".',
    ],
  ] as const

  test.each(bad)("%s", async (_, world, code, exit, message) => {
    const { error, unchanged } = await failInit(world)
    expect(error).toMatchObject({ code, exit, message: expect.stringContaining(message) })
    expect(error.hint).not.toBe("")
    expect(unchanged).toBe(true)
  })

  test("diagnostics of an invalid result keep their place in the manifest", async () => {
    const { error } = await failInit({ files: node, flags: { targets: ["plain"], health: "x y" } })
    expect(error.diagnostics[0]).toMatchObject({
      message: '"services.web.health.path" is "x y", which is not a path.',
      place: { file: "aidep.yaml", line: 13, column: 13 },
    })
  })

  test("a failure while files are put into place names those that are", async () => {
    const { error } = await failInit({
      files: node,
      disk: { unplaceable: { "/project/.gitignore": "permission denied" } },
      ...target,
    })
    expect(error.message).toContain('Already replaced: "aidep.yaml", ".env.example".')
  })
})

test("--force replaces a manifest and says so", async () => {
  const files = { ...node, "/project/aidep.yaml": "old" }
  const { result, disk } = await runInit({ files, ...target, force: true })
  expect(result.files[0]).toEqual({ path: "aidep.yaml", change: "replace" })
  expect(disk.text("/project/aidep.yaml")).toBe(result.manifest)
})

describe("a template", () => {
  test("is copied whole under the project's name, with a key of its own", async () => {
    const { result, disk } = await runInit({
      template: "small",
      folder: "My Shop",
      files: { "/project/My Shop/.git/HEAD": "" },
    })
    expect(result).toMatchObject({ name: "my-shop", secrets: ["A_KEY"], keyMissing: false })
    const at = (path: string) => disk.text(`/project/My Shop/${path}`)
    expect(at("aidep.yaml")).toContain("name: my-shop\n")
    expect(at("README.md")).toMatch(/^# my-shop\n/)
    expect(at("web/package.json")).toContain('"my-shop-web"')
    expect(at("web/node_modules/x/index.js")).toBeUndefined()
    expect(at(".gitignore")).toBe(
      "dist/\n\n# Secrets and the state of aidep\n.env\n.env.*\n!.env.example\n.aidep/\n",
    )
    expect(at(".env.example")).toMatch(/^# own words\nA_KEY=\n\n# Key/)
    expect(at("gitignore")).toBeUndefined()
    expect(at(".env")).toContain("AIDEP_SECRET_KEY=a-key")
  })

  test("with --force goes into a folder with files, and leaves what is not its own", async () => {
    const files = {
      "/project/README.md": "mine",
      "/project/other": "mine",
      "/project/.gitignore": "mine\n",
    }
    const { disk } = await runInit({ template: "small", files, force: true })
    expect(disk.text("/project/README.md")).toMatch(/^# project\n/)
    expect(disk.text("/project/other")).toBe("mine")
    expect(disk.text("/project/.gitignore")).toMatch(/^mine\n/)
  })

  test("with --force does not put a file into the place of a folder", async () => {
    const files = { "/project/README.md/x": "" }
    const { error, unchanged } = await failInit({ template: "small", files, force: true })
    expect(error).toMatchObject({ code: "artifact/unwritable", exit: 78 })
    expect(unchanged).toBe(true)
  })

  test("brings the shared services that its manifest names", async () => {
    const { result } = await runInit({ template: "sharing", files: sharingTemplate })
    expect(result.files.map(({ path }) => path)).toEqual([
      "aidep.yaml",
      "services/shared/.gitignore",
      "services/shared/package.json",
      "services/shared/server.js",
      ".env.example",
      ".gitignore",
      ".env",
    ])
  })

  test("takes --name", async () => {
    const { result } = await runInit({ template: "small", flags: { name: "shop" } })
    expect(result.manifest).toContain("name: shop\n")
    expect(result.values).toEqual([
      { label: "name", value: "shop", from: { by: "flag" } },
      { label: "template", value: "small", from: { by: "flag" } },
    ])
  })
})
