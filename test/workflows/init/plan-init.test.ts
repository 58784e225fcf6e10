import { describe, expect, test } from "vitest"
import type { PlanInput } from "../../../src/workflows/init/plan/init-plan.ts"
import { planInit } from "../../../src/workflows/init/plan/plan-init.ts"
import { plannedManifest } from "../../../src/workflows/init/plan/planned-manifest.ts"
import { plannedValues } from "../../../src/workflows/init/plan/planned-values.ts"
import { packageJson, recognised } from "../../support/folder-contents.ts"
import { modelService, nodeService, platforms } from "./run-init.ts"

const all = [...(await platforms.load(platforms.ids)).values()]

type Changes = Partial<Omit<PlanInput, "flags">> & { flags?: Partial<PlanInput["flags"]> }

function planned({ flags, ...changes }: Changes = {}) {
  return planInit({
    folderName: "My Shop",
    found: [recognised(nodeService)],
    projectFolder: recognised({}),
    codeFrom: "detected",
    answers: {},
    platforms: all,
    ...changes,
    flags: { targets: [], gpu: [], ...flags },
  })
}

function manifestOf(changes: Changes) {
  const flags = { targets: ["plain"], ...changes.flags }
  return plannedManifest(planned({ ...changes, flags }))
}

describe("where a value comes from", () => {
  test("detected, or a default", () => {
    const { name, services } = planned()
    expect(name).toEqual({ value: "my-shop", from: { by: "default" } })
    expect(services[0]).toMatchObject({
      name: "web",
      code: { value: { source: "." }, from: { by: "detected", place: "package.json: express" } },
      port: { value: 3000, from: { by: "detected", place: "server.js:2" } },
      runtime: { value: "node@24", from: { by: "default" } },
    })
  })

  test("a flag counts before an answer, and that before what was detected", () => {
    const answers = { web: { port: 4000, healthPath: "/up" } }
    const { services } = planned({ answers, flags: { port: 5000 } })
    expect(services[0]).toMatchObject({
      port: { value: 5000, from: { by: "flag" } },
      healthPath: { value: "/up", from: { by: "you" } },
    })
  })

  test("every value is listed with its origin, of variables only the name", () => {
    const found = recognised({ ...nodeService, ".env.example": "LEVEL=info\nA_TOKEN=x" }, "api")
    const values = plannedValues(planned({ found: [found], flags: { targets: ["plain"] } }))
    expect(values.map(({ label, value }) => `${label}=${value}`)).toEqual([
      "name=my-shop",
      "source=./api",
      "kind=web",
      "runtime=node@24",
      "targets=plain",
      "port=3000",
      "health=/health",
      "env=LEVEL",
      "secrets=A_TOKEN",
    ])
    expect(values.at(-1)?.from).toEqual({ by: "detected", place: "api/.env.example" })
  })
})

describe("what is missing", () => {
  test("targets have no default", () => {
    expect(planned().missing).toEqual(["--target PLATFORM"])
    expect(planned({ flags: { targets: ["plain"] } }).missing).toEqual([])
  })

  test("all at once", () => {
    expect(planned({ found: [] }).missing).toEqual([
      "--source DIR or --image REF",
      "--target PLATFORM",
    ])
    const unknown = recognised({ "package.json": packageJson({}) }, "x")
    expect(planned({ found: [unknown] }).missing).toEqual(["--kind KIND", "--target PLATFORM"])
    expect(planned({ found: [unknown], flags: { kind: "job" } }).missing).toEqual([
      "--command COMMAND",
      "--target PLATFORM",
    ])
    const flags = { kind: "job", command: "node x.js", targets: ["plain"] } as const
    expect(planned({ found: [unknown], flags }).missing).toEqual([])
  })

  test("an image needs a target only", () => {
    const { services, missing } = planned({
      found: [],
      codeFrom: "flag",
      flags: { image: "ghcr.io/acme/Api_Server:1.2@sha256:0" },
    })
    expect(missing).toEqual(["--target PLATFORM"])
    expect(services[0]).toMatchObject({
      name: "api-server",
      kind: { value: "web", from: { by: "default" } },
      port: { value: 8080, from: { by: "default" } },
      needsCommand: false,
    })
  })
})

describe("targets and GPUs", () => {
  const found = [recognised(nodeService, "api"), recognised(modelService, "model")]

  test("each service gets the targets that can carry it, and the others are named", () => {
    const { services } = planned({ found, flags: { targets: ["plain", "gpu", "plain"] } })
    expect(services.map(({ targets, unable }) => [targets?.value, unable])).toEqual([
      [["plain", "gpu"], []],
      [["gpu"], [{ target: "plain", why: "Plain has no GPUs." }]],
    ])
  })

  test("a GPU that is only suggested gives way to the targets", () => {
    const { services } = planned({ found, flags: { targets: ["plain"] } })
    expect(services[1]).toMatchObject({
      gpu: { value: [], from: { by: "default" } },
      targets: { value: ["plain"] },
    })
  })

  test("one that is wanted does not", () => {
    const flags = { targets: ["plain"], gpu: ["L4"] }
    const { services } = planned({ found: [found[1]!], flags })
    expect(services[0]).toMatchObject({ gpu: { value: ["L4"] }, targets: undefined })
    expect(services[0]?.unable).toHaveLength(1)
  })

  test("none is none", () => {
    const flags = { targets: ["gpu"], gpu: ["none"], health: "none" }
    const { services } = planned({ found: [found[1]!], flags })
    expect(services[0]).toMatchObject({
      gpu: { value: [], from: { by: "flag" } },
      healthPath: { value: "", from: { by: "flag" } },
    })
  })

  test("what carries no services is left out too", () => {
    const { services } = planned({ flags: { targets: ["watcher", "plain", "external"] } })
    expect(services[0]?.targets?.value).toEqual(["plain", "external"])
  })
})

describe("the manifest of a plan", () => {
  test("says of each kind what belongs to it", () => {
    const site = recognised(
      {
        "package.json": packageJson({
          devDependencies: { vite: "7" },
          scripts: { build: "vite build" },
        }),
        ".env.example": "VITE_TITLE=Shop\nVITE_API_KEY=x\n",
      },
      "site",
    )
    expect(manifestOf({ found: [site] }).services).toEqual([
      {
        name: "site",
        kind: "static",
        source: "./site",
        targets: ["plain"],
        buildCommand: ["npm", "run", "build"],
        output: "dist",
        env: { VITE_TITLE: "Shop" },
      },
    ])
    expect(manifestOf({ flags: { kind: "worker" } }).services).toEqual([
      { name: "worker", kind: "worker", source: ".", targets: ["plain"] },
    ])
    expect(
      manifestOf({ found: [recognised(modelService)], flags: { targets: ["gpu"] } }).services,
    ).toEqual([
      {
        name: "inference",
        kind: "inference",
        source: ".",
        targets: ["gpu"],
        gpu: ["T4"],
        port: 8000,
        health: { path: "/healthz" },
        access: "internal",
      },
    ])
  })

  test("what looks like a reference in an example stays text", () => {
    const found = [recognised({ ...nodeService, ".env.example": "A=${HOME}/$x" })]
    expect(manifestOf({ found }).services[0]?.env).toEqual({ A: "$${HOME}/$x" })
  })

  test("one service below takes the variables that the project's folder lists, several do not", () => {
    const projectFolder = recognised({ ".env.example": "LEVEL=info" })
    const one = recognised(nodeService, "api")
    expect(manifestOf({ found: [one], projectFolder }).services[0]?.env).toEqual({ LEVEL: "info" })
    const two = [one, recognised(nodeService, "admin")]
    expect(manifestOf({ found: two, projectFolder }).services.map(({ env }) => env)).toEqual([
      undefined,
      undefined,
    ])
  })

  test("names the runtime where the folder looks like two languages", () => {
    const both = recognised({ ...modelService, "package.json": packageJson({}) })
    expect(manifestOf({ found: [both], flags: { targets: ["gpu"] } }).services[0]?.runtime).toBe(
      "python@3.12",
    )
  })

  test("services of one name are told apart", () => {
    const found = [recognised(nodeService, "apps/api"), recognised(nodeService, "services/api")]
    expect(manifestOf({ found }).services.map(({ name }) => name)).toEqual(["api", "api-2"])
  })
})
