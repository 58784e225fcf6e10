import { describe, expect, it } from "vitest"
import { machineSizeFor } from "../../../providers/fly/service/machine-size.ts"
import { codes, flyToml, renderOnFly, webOnFly, webWithRollout } from "./render-fly.ts"

const volume = "volumes: { data: { mount: /data } }"

describe("values that Fly cannot take", () => {
  it.each([
    ["regions: [us-east-1]", "error fly/unknown-region"],
    ["size: { cpu: 32 }", "error fly/size-not-offered"],
    ["size: { memory: 256GiB }", "error fly/size-not-offered"],
    [
      "size: { memory: 3GiB }, platforms: { fly: { cpuKind: performance } }",
      "warning fly/size-rounded",
    ],
    ["size: { cpu: 0.5, memory: 512MB }", "warning fly/size-rounded"],
    ["volumes: { a: { mount: /a }, b: { mount: /b } }", "error fly/more-than-one-volume"],
    ["volumes: { a: { mount: /a, size: 501GiB } }", "error fly/volume-too-large"],
    [`${volume}, scale: { max: 2 }`, "warning fly/volume-per-machine"],
    [`${volume}, platforms: { fly: { strategy: bluegreen } }`, "error fly/impossible-strategy"],
    [`${volume}, platforms: { fly: { strategy: canary } }`, "error fly/impossible-strategy"],
    ["platforms: { fly: { strategy: bluegreen } }", "error fly/impossible-strategy"],
    [
      "scale: { min: 0 }, size: { memory: 4GiB, cpu: 2 }, platforms: { fly: { autoStop: suspend } }",
      "error fly/too-large-to-suspend",
    ],
    ["env: { FLY_APP_NAME: mine }", "error fly/reserved-variable"],
    ["env: { PRIMARY_REGION: iad }", "error fly/reserved-variable"],
  ])("%s", (fields, expected) => {
    expect(codes(renderOnFly(webOnFly(fields)))).toEqual([expected])
  })

  it("names the place of a wrong region and lists the right ones", () => {
    const [problem] = renderOnFly(webOnFly("regions: [mars]")).diagnostics
    expect(problem).toMatchObject({ place: { line: 4 }, message: 'Fly has no region "mars".' })
    expect(problem?.hint).toMatch(/ams, .*iad, .*us-east/)
  })

  it("says from what to what a size was rounded", () => {
    const [problem] = renderOnFly(webOnFly("size: { cpu: 3, memory: 2GiB }")).diagnostics
    expect(problem?.message).toBe(
      'Fly has no Machine with exactly 3 CPU; the size was rounded up to "shared-cpu-4x" with 2048 MB.',
    )
  })

  it("follows the rollout of the project only where it can", () => {
    const plain = webWithRollout("health: { path: /health }", "blue-green")
    expect(codes(plain)).toEqual([])
    expect(flyToml(plain)["deploy"]).toEqual({ strategy: "bluegreen" })
    const mounted = webWithRollout(volume, "canary")
    expect(codes(mounted)).toEqual(["warning fly/rolling-instead"])
    expect(flyToml(mounted)["deploy"]).toEqual({ strategy: "rolling" })
    expect(codes(webWithRollout("", "blue-green"))).toEqual(["warning fly/rolling-instead"])
  })

  it("warns of a worker that is told to grow", () => {
    const worker =
      "version: 1\nname: shop\nservices:\n  jobs: { kind: worker, image: acme/jobs:1, targets: [fly], scale: { min: 1, max: 5 } }\n"
    expect(codes(renderOnFly(worker))).toEqual(["warning fly/workers-do-not-scale"])
  })

  it("tells how a folder that says nothing could start", () => {
    const rendered = renderOnFly(webOnFly(""), {
      sources: { "./api": { node: { version: undefined, startScript: false, lockFile: false } } },
    })
    expect(codes(rendered)).toEqual(["error build/start-command-unknown"])
  })
})

describe("what Fly does not have", () => {
  it.each([
    "{ kind: job, image: acme/job:1, targets: [fly], schedule: '0 3 * * *' }",
    "{ kind: static, source: ./web, targets: [fly] }",
    "{ kind: web, image: acme/api:1, targets: [fly], gpu: [T4] }",
  ])("%s is an error", (line) => {
    const manifest = `version: 1\nname: shop\nservices:\n  one: ${line}\n`
    expect(codes(renderOnFly(manifest))).toContainEqual(expect.stringMatching(/^error /))
  })

  it("tells when the GPUs ended and where they are", () => {
    const { diagnostics } = renderOnFly(webOnFly("gpu: [L40S]"))
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`).join("\n")).toMatch(
      /2026-08-01.*Modal.*Docker Compose/s,
    )
  })

  it.each(["redis", "postgres", "mongodb", "qdrant", "bucket"])(
    "%s is an error with a way out",
    (kind) => {
      const { diagnostics } = renderOnFly(
        `${webOnFly("")}resources:\n  store: { kind: ${kind}, targets: [fly] }\n`,
      )
      expect(diagnostics).toContainEqual(
        expect.objectContaining({ severity: "error", message: expect.stringMatching(/external/) }),
      )
    },
  )

  it("warns of an idle time that Fly Proxy does not know", () => {
    expect(codes(renderOnFly(webOnFly("scale: { idle: 60s }")))).toEqual([
      expect.stringMatching(/^warning /),
    ])
  })
})

describe("sizes of Machines", () => {
  it.each([
    [undefined, undefined, "shared-cpu-1x", 1024],
    [1, 256, "shared-cpu-1x", 256],
    [1, 2048, "shared-cpu-1x", 2048],
    [1, 2049, "shared-cpu-2x", 2304],
    [8, 16_384, "shared-cpu-8x", 16_384],
    [8, 16_385, "performance-8x", 18_432],
    [16, 1, "performance-16x", 32_768],
    [16, 131_072, "performance-16x", 131_072],
  ])("%s CPU and %s MiB become %s with %s MB", (cpu, memoryMiB, preset, offered) => {
    expect(machineSizeFor({ cpu, memoryMiB, cpuKind: undefined })).toMatchObject({
      preset,
      memoryMiB: offered,
    })
  })

  it("has none above the largest", () => {
    const none = { cpu: undefined, memoryMiB: undefined, cpuKind: undefined }
    expect(machineSizeFor({ ...none, cpu: 17 })).toBeUndefined()
    expect(machineSizeFor({ ...none, memoryMiB: 131_073 })).toBeUndefined()
  })
})
