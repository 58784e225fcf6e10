import { expect, test } from "vitest"
import railway from "../../../providers/railway/provider.ts"
import { retirementProblems } from "../../../src/core/retirement/check-retirements.ts"
import { codes, one, renderOnRailway } from "./render-railway.ts"
import { configProblems, withoutSpecs } from "./schemas.ts"

const legacy = "platforms: { railway: { legacyConfig: true } }"
const service =
  "kind: web, source: ./api, size: { memory: 1GiB }, regions: [us-west], preDeploy: [node, migrate.js], health: { path: /health, startup: 90s }"

test("with the option there is a railway.json in each source folder, and no railway.ts", () => {
  const rendered = renderOnRailway(one(service, legacy))
  expect([...rendered.files.keys()]).toEqual([
    "api/railway.json",
    "api/Dockerfile",
    "api/.dockerignore",
  ])
  expect(JSON.parse(rendered.files.get("api/railway.json") ?? "")).toEqual({
    $schema: "https://railway.com/railway.schema.json",
    build: { builder: "DOCKERFILE", dockerfilePath: "Dockerfile" },
    deploy: {
      preDeployCommand: ["node migrate.js"],
      multiRegionConfig: { "us-west2": { numReplicas: 1 } },
      healthcheckPath: "/health",
      healthcheckTimeout: 90,
      restartPolicyType: "ON_FAILURE",
      limitOverride: { containers: { memoryBytes: 2 ** 30 } },
    },
  })
  expect(codes(rendered)).toEqual(["warning railway/legacy-config-leaves-out"])
})

test.skipIf(withoutSpecs)("railway.json fits the schema", () => {
  const { files } = renderOnRailway(one(service, legacy))
  expect(configProblems(JSON.parse(files.get("api/railway.json") ?? ""))).toEqual([])
})

test("without the option no railway.json is written", () => {
  expect([...renderOnRailway(one(service)).files.keys()]).not.toContain("api/railway.json")
})

test("all services have it or none", () => {
  const own = "kind: web, source: ./api, platforms: { railway: { legacyConfig: true } }"
  const other = "  other: { kind: web, source: ./other, targets: [railway] }"
  const rendered = renderOnRailway(one(own, other))
  expect(codes(rendered)).toContain("error railway/legacy-config-mixed")
  expect(rendered.diagnostics.map(({ message }) => message)).toContain(
    '"legacyConfig" is on for "api" and off for "other"; it has to be the same for all services on Railway.',
  )
})

test("an image has no folder for it", () => {
  const rendered = renderOnRailway(one("kind: web, image: nginx:1.28", legacy))
  expect(codes(rendered)).toEqual(["error railway/legacy-config-needs-source"])
})

const nothing = {
  file: "aidep.yaml",
  placeOf: () => ({ file: "aidep.yaml", line: 1, column: 1 }),
  options: [],
  environmentTexts: [],
  files: new Map<string, string>(),
}
const option = { ...nothing, options: [{ name: ["legacyConfig"], value: true, path: [] }] }
const file = { ...nothing, files: new Map([["api/railway.toml", "\n[build]\n"]]) }

test.each([
  ["the option", option, "2026-11-30", "warning"],
  ["the option", option, "2026-12-01", "error"],
  ["a file in a source folder", file, "2026-11-21", "warning"],
  ["a file in a source folder", file, "2027-01-01", "error"],
])("%s on %s", (_, subject, today, severity) => {
  expect(retirementProblems(railway.retirements, { ...subject, today })).toMatchObject([
    { severity, code: "railway/config-files", message: expect.stringContaining("2026-12-01") },
  ])
})

test("a project without such files is told nothing", () => {
  const files = new Map([["api/package.json", "{}"]])
  expect(
    retirementProblems(railway.retirements, { ...nothing, files, today: "2027-01-01" }),
  ).toEqual([])
})
