import { expect, test } from "vitest"
import { detectServices } from "../../../src/workflows/init/detect-services.ts"
import { fakeContext } from "../../support/fake-context.ts"
import { packageJson } from "../../support/folder-contents.ts"
import { memoryFiles, type MemoryFilesOptions } from "../../support/memory-files.ts"
import { below, modelService, nodeService } from "./run-init.ts"

async function detected(files: Readonly<Record<string, string>>, options?: MemoryFilesOptions) {
  const context = fakeContext({ files: memoryFiles(below("/project", files), options) })
  const services = await detectServices("/project", context)
  return services.map(({ path, clues }) => [path, clues.kind?.value])
}

test("finds services in the folder and two levels below, nearest first", async () => {
  expect(
    await detected({
      ...nodeService,
      ...below("model", modelService),
      ...below("services/site", { "index.html": "", Dockerfile: "FROM caddy\nEXPOSE 80" }),
      ...below("a/b/c", nodeService),
    }),
  ).toEqual([
    [".", "web"],
    ["model", "inference"],
    ["services/site", "web"],
  ])
})

test("passes over what is installed, built, hidden or a test", async () => {
  const folders = [
    "node_modules/x",
    ".next/server",
    "venv",
    "dist",
    "tests/app",
    "docs",
    "examples",
  ]
  expect(
    await detected(Object.assign({}, ...folders.map((folder) => below(folder, nodeService)))),
  ).toEqual([])
})

test("a page inside of a service is not a site of its own, one beside it is", async () => {
  expect(
    await detected({
      ...below("api", nodeService),
      "api/public/index.html": "",
      "site/index.html": "",
    }),
  ).toEqual([
    ["api", "web"],
    ["site", "static"],
  ])
})

test("a workspace's root is not a service", async () => {
  expect(
    await detected({
      "package.json": packageJson({
        workspaces: ["services/*"],
        scripts: { start: "turbo start" },
      }),
      ...below("services/api", nodeService),
    }),
  ).toEqual([["services/api", "web"]])
})

test("links out of the project are not followed, and links inside give nothing twice", async () => {
  const links = {
    "/project/out": "/elsewhere",
    "/project/again": "/project/api",
    "/project/loop": "/project",
  }
  const files = { ...below("api", nodeService), ...below("../elsewhere", {}) }
  const disk = memoryFiles(
    { ...below("/project", files), ...below("/elsewhere", nodeService) },
    { links },
  )
  const found = await detectServices("/project", fakeContext({ files: disk }))
  expect(found.map(({ path }) => path)).toHaveLength(1)
})

test("an unreadable file counts as saying nothing", async () => {
  expect(
    await detected(nodeService, { unreadable: { "/project/package.json": "permission denied" } }),
  ).toEqual([])
})

test("a huge tree is looked at up to a bound", async () => {
  const many = Array.from({ length: 400 }, (_, index) => `${String(index).padStart(3, "0")}`)
  const found = await detected(
    Object.assign({}, ...many.map((name) => below(`s${name}`, nodeService))),
  )
  expect(found.length).toBeGreaterThan(200)
  expect(found.length).toBeLessThanOrEqual(300)
})
