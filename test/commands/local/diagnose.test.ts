import { expect, test } from "vitest"
import * as z from "zod"
import { eventually } from "../../support/eventually.ts"
import { sickFiles } from "./sick-services.ts"
import { shopFiles } from "./shop-stack.ts"
import { type Stack, stack } from "./stack.ts"

const diagnosis = z.object({
  data: z.object({
    services: z.array(
      z.object({
        service: z.string(),
        looked: z.array(z.string()),
        symptoms: z.array(
          z.object({
            id: z.string(),
            sightings: z.array(z.object({ source: z.string(), text: z.string() })),
            changes: z.array(
              z.object({ text: z.string(), place: z.object({ line: z.number() }).optional() }),
            ),
          }),
        ),
      }),
    ),
  }),
})

async function diagnose(project: Stack, service: string) {
  const { exit, stdout } = await project.run("diagnose", service, "--json")
  expect(exit, stdout).toBe(0)
  const [only] = diagnosis.parse(JSON.parse(stdout)).data.services
  const lines = project.manifest().split("\n")
  return {
    looked: only?.looked ?? [],
    ids: only?.symptoms.map(({ id }) => id),
    sightings: only?.symptoms.flatMap(({ sightings }) => sightings.map(({ text }) => text)) ?? [],
    /** Each change with the line of the manifest that it points to. */
    changes:
      only?.symptoms.flatMap(({ changes }) =>
        changes.map(({ text, place }) => [lines[(place?.line ?? 0) - 1]?.trim() ?? "", text]),
      ) ?? [],
  }
}

test("every symptom is told from what services on this machine really do", async () => {
  const sick = await stack(sickFiles)
  const deployed = await sick.run("deploy", "--json")
  expect(deployed.exit, deployed.stdout + deployed.stderr).toBe(0)
  const standing = await sick.standing()
  const url = (name: string) => standing[name]?.outputs.url ?? ""

  await fetch(`${url("cold")}/unload`, { method: "POST" })
  const cold = await diagnose(sick, "cold")
  expect(cold.ids).toEqual(["slow-cold-start"])
  expect(cold.sightings[0]).toMatch(/^"GET \/health" took \d,\d+ ms at first and \d+ ms later\.$/)
  expect(cold.changes[0]).toEqual([
    "scale: { min: 0 }",
    'Keep one instance running, which is paid for: "min: 1".',
  ])

  await fetch(`${url("gpu")}/generate`)
  await eventually("its log", async () =>
    (await sick.run("logs", "gpu")).stdout.includes("out of memory"),
  )
  const gpu = await diagnose(sick, "gpu")
  expect(gpu.ids).toEqual(["out-of-memory"])
  expect(gpu.sightings[0]).toContain("CUDA out of memory")
  expect(gpu.changes).toContainEqual([
    "scale: { concurrency: 8 }",
    'Let fewer requests run at a time: "concurrency: 4".',
  ])

  await expect(fetch(`${url("greedy")}/generate`)).rejects.toThrow("fetch failed")
  await eventually("it was started again", async () =>
    fetch(`${url("greedy")}/health`).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  const greedy = await diagnose(sick, "greedy")
  expect(greedy.ids).toEqual(["out-of-memory"])
  expect(greedy.sightings.join(" ")).toContain("JavaScript heap out of memory")
  expect(greedy.changes).toEqual([
    ["size: { memory: 256MiB }", 'Give it more: "size: { memory: 512MiB }".'],
  ])

  for (let count = 0; count < 3; count++) await fetch(`${url("limited")}/generate`)
  const limited = await diagnose(sick, "limited")
  expect(limited.ids).toEqual(["rate-limited"])
  expect(limited.sightings).toContain('"GET /generate" is answered with 429.')
  expect(limited.changes).toEqual([
    ["env: { RATE_LIMIT: 2/60s }", 'Raise "RATE_LIMIT", or give callers keys of their own.'],
  ])

  for (let count = 0; count < 4; count++) await fetch(`${url("caller")}/generate`)
  const caller = await diagnose(sick, "caller")
  expect(caller.ids).toEqual(["circuit-open"])
  expect(caller.sightings).toContain("gateway_breaker_state upstream=model is open.")
  expect(caller.changes[0]?.[0]).toContain("MODEL_URL")
  expect(caller.changes[0]?.[1]).toContain("aidep diagnose broken")

  const slow = await diagnose(sick, "slow")
  expect(slow.ids).toEqual(["high-latency"])
  expect(slow.sightings[0]).toMatch(/^"GET \/health" usually takes \d+ ms \(5 probes\)\.$/)

  const text = await sick.run("diagnose")
  expect(text.stdout).toMatch(/→ aidep\.yaml:\d+ Raise "RATE_LIMIT"/)
  expect(text.stdout).toContain("Nothing wrong was seen.")
  expect((await sick.run("destroy")).exit).toBe(0)
})

test("a failed deployment is told from its log, with the line to change", async () => {
  const shop = await stack({ ...shopFiles, "model/main.js": 'import "left-pad"\n' })
  const before = await diagnose(shop, "model")
  expect(before.ids).toEqual(["failed-deployment"])
  expect(before.sightings).toEqual(['"model" does not stand anywhere.'])
  expect(before.changes[0]?.[1]).toBe("Deploy it: aidep deploy.")

  expect((await shop.run("deploy")).exit).not.toBe(0)
  const after = await diagnose(shop, "model")
  expect(after.ids).toEqual(["failed-deployment"])
  expect(after.sightings.join("\n")).toContain("Cannot find package 'left-pad'")
  expect(after.changes).toEqual([
    ["source: ./model", 'Add "left-pad" to the dependencies of the source folder.'],
  ])
  expect(after.looked).toContain("its settings in the manifest")
  expect((await shop.run("destroy")).exit).toBe(0)
})

test("an unknown service gives the nearest", async () => {
  const shop = await stack(shopFiles)
  const { exit, stderr } = await shop.run("diagnose", "modle")
  expect(exit).toBe(65)
  expect(stderr).toContain('Did you mean "model"?')
})
