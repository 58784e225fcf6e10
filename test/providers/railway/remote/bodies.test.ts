import { describe, expect, test } from "vitest"
import { graphOf } from "../run-program.ts"
import { everything } from "../everything.ts"
import { programOf, renderOnRailway } from "../render-railway.ts"
import { deploy, projectOn, simulateFor } from "./deploy-railway.ts"

type Fields = Readonly<Record<string, unknown>>

const { resources } = graphOf(programOf(renderOnRailway(everything)))
const nodes: readonly Fields[] = resources.map((node) => ({ ...node }))
const on = projectOn(everything)
const platform = await simulateFor(on)
await deploy(platform, on)

const sent = (operation: string): readonly Fields[] =>
  platform.exchanges
    .filter(({ request }) => request.operation === `railway.${operation}`)
    .map(({ request }) => JSON.parse(request.body ?? "").variables)

const made = new Map(
  sent("createService").map(({ input }, index) => [(input as Fields)["name"], index]),
)

function applied(name: unknown): Fields {
  const found = sent("applyService")[made.get(name) ?? -1]
  if (found === undefined) throw new Error(`${String(name)} was not made`)
  return found
}

const without = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

describe.each(nodes.filter(({ type }) => type === "service"))("$name", (node) => {
  const { limits, settings, variables } = applied(node["name"])

  test("is set by the API as the file says", () => {
    const { build, deploy: config, source } = node as Readonly<Record<string, Fields | undefined>>
    const { limitOverride, ...rest } = config ?? {}
    const { restartPolicyType = "ON_FAILURE" } = rest
    const { sleepApplication = false } = rest
    const timeout = rest["healthcheckPath"] === undefined ? {} : { healthcheckTimeout: 300 }
    const image = source?.["type"] === "image"
    expect(without(settings as Fields)).toEqual({
      ...timeout,
      ...rest,
      restartPolicyType,
      sleepApplication,
      source: image
        ? { image: `${String(source["image"])}@sha256:${"a".repeat(64)}` }
        : { repo: source?.["repo"] },
      ...(source?.["rootDirectory"] === undefined
        ? {}
        : { rootDirectory: source["rootDirectory"] }),
      ...(build?.["dockerfilePath"] === undefined
        ? {}
        : { dockerfilePath: build["dockerfilePath"] }),
    })
    const containers = (limitOverride as Fields | undefined)?.["containers"] as Fields | undefined
    const { memoryGB, vCPUs } = limits as Fields
    expect(vCPUs).toBe(containers?.["cpu"] ?? null)
    expect(memoryGB === null ? null : Number(memoryGB) * 1e9).toBe(
      containers?.["memoryBytes"] ?? null,
    )
  })

  test("gets every variable of the file", () => {
    const names = Object.keys(node["variables"] as Fields)
    const given = Object.keys((variables as Fields)["variables"] as Fields)
    expect(names.filter((name) => !given.includes(name))).toEqual([])
  })
})

describe.each(nodes.filter(({ type }) => type === "database"))("the store $name", (node) => {
  test("is made of what Railway's own is made of", () => {
    const { settings, variables } = applied(node["name"])
    expect(settings).toMatchObject({
      source: { image: node["image"] },
      ...(node["deploy"] as Fields | undefined),
    })
    const names = Object.keys((variables as Fields)["variables"] as Fields)
    expect(names).toContain(node["output"])
    const mounts = sent("createVolume").map(({ input }) => (input as Fields)["mountPath"])
    expect(mounts).toContain(node["defaultMountPath"])
  })
})

test("volumes have the names and paths of the file", () => {
  const file = nodes.filter(({ type }) => type === "volume").map(({ name }) => name)
  const names = sent("applyService")
    .filter(({ withVolume }) => withVolume === true)
    .map(({ volume }) => (volume as Fields)["name"])
  expect(names).toEqual(expect.arrayContaining(file))
})
