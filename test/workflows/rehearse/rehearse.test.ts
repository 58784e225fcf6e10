import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, onTestFinished, test } from "vitest"
import { AidepError } from "../../../src/errors/aidep-error.ts"
import { createContext } from "../../../src/cli/context.ts"
import { rehearse, type RehearseResult } from "../../../src/workflows/rehearse/rehearse.ts"
import { stackNamed } from "../../sweeps/stacks.ts"
import { writeManifest } from "../../sweeps/world.ts"

const root = join(import.meta.dirname, "../../..")

/** A rehearsal in a folder of its own, without any account or secret. */
async function rehearsed(
  target: "render" | "railway",
  faults: readonly string[] = [],
  more = "",
): Promise<RehearseResult & { readonly progress: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "aidep-rehearsal-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeManifest(folder, `${stackNamed(target).manifest("a")}${more}`)
  const context = { ...(await createContext(root)), workingFolder: folder, variables: {} }
  const progress: string[] = []
  const result = await rehearse(
    {
      manifest: "aidep.yaml",
      faults,
      progress: (owner, text) => progress.push(`${owner}: ${text}`),
      signal: new AbortController().signal,
    },
    context,
  )
  return { ...result, progress }
}

const names = ({ standing }: RehearseResult) =>
  Object.values(standing)
    .flat()
    .map(({ kind, name }) => `${kind} ${name}`)

describe.each(["render", "railway"] as const)("a rehearsal on %s", (target) => {
  test("goes well without accounts and tells what happens when", async () => {
    const result = await rehearsed(target)
    expect(result.outcome.status).toBe("released")
    expect(result.madeUpSecrets).toEqual(["AIDEP_SECRET_KEY", "API_KEYS", "HF_TOKEN"])
    const operations = result.timeline.flatMap((entry) =>
      entry.type === "call" ? [entry.operation] : [],
    )
    expect(operations.every((operation) => operation.startsWith(`${target}.`))).toBe(true)
    const times = result.timeline.map(({ atMs }) => atMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    // Builds and starts take minutes there, and nobody waited for them.
    expect(times.at(-1)).toBeGreaterThan(30_000)
    expect(result.progress.indexOf("inference: Starting")).toBeLessThan(
      result.progress.indexOf("gateway: Starting"),
    )
    expect(JSON.stringify(result)).not.toMatch(/made-up-/)
  })

  test("needs no account of the history's bucket", async () => {
    const { outcome } = await rehearsed(target, [], "state: { store: s3, bucket: acme-state }\n")
    expect(outcome.status).toBe("released")
  })

  test("ends as a deploy would when the new version does not come up", async () => {
    const { outcome } = await rehearsed(target, [`${target}.gateway:crash-loop`])
    if (outcome.status !== "failed") throw new Error("It went well.")
    expect([outcome.error.exit, outcome.error.code]).toEqual([5, "deploy/step-failed"])
    expect(outcome.error.message).toContain('"gateway" did not come up')
  })

  test("a lost answer makes nothing twice", async () => {
    const clean = await rehearsed(target)
    const lost = await rehearsed(target, [`${target}.createService:timeout-after`])
    expect(lost.unmetFaults).toEqual([])
    expect(lost.timeline).toContainEqual(expect.objectContaining({ fault: "timeout-after" }))
    expect(lost.outcome.status).toBe("released")
    expect(names(lost).length).toBe(names(clean).length)
  })
})

test("a fault whose call is never made is told, not passed over", async () => {
  const fault = "render.creatService:cut"
  expect((await rehearsed("render", [fault])).unmetFaults).toEqual([fault])
})

test("a fault that nobody knows is refused with those that can happen", async () => {
  const error = await rehearsed("render", ["render.createService:explode"]).catch((e: unknown) => e)
  if (!(error instanceof AidepError)) throw new Error("It was accepted.")
  expect([error.exit, error.code]).toEqual([2, "rehearse/unknown-fault"])
  expect(error.hint).toContain("timeout-after")
})
