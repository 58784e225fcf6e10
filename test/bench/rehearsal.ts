import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { StepEvent } from "../../src/workflows/deploy/apply/apply-step.ts"
import { deploy } from "../../src/workflows/deploy/deploy.ts"
import { memoryWorld, writeStack } from "../sweeps/world.ts"
import { report } from "./measure.ts"

// The first deploy of the lora-gateway stack over five simulated platforms: from its first change to its last, against
// the longest way through its dependencies. All times are those of the simulated platforms.

const stack = "everywhere"
const folder = mkdtempSync(join(tmpdir(), "aidep-rehearsal-"))
try {
  const world = await memoryWorld(folder, stack)
  writeStack(folder, stack, "a")
  const started = new Map<string, number>()
  const ended = new Map<string, number>()
  const note = ({ address, provider, status }: StepEvent) => {
    const times = status === "started" ? started : ended
    times.set(`${provider} ${address}`, world.context.clock.nowMs())
  }
  const signal = new AbortController().signal
  await deploy({ manifest: "aidep.yaml", progress: () => {}, signal, report: note }, world.context)
  const took = Math.max(...ended.values()) - Math.min(...started.values())
  const durations = new Map(
    [...ended].map(([place, end]) => [place, end - (started.get(place) ?? end)]),
  )
  const path = longestPath(durations)
  console.log(
    `        ${durations.size} resources in ${(took / 1000).toFixed(1)} s, the longest way takes ${(path / 1000).toFixed(1)} s`,
  )
  const isWithin = report({
    name: "rehearsal of the lora-gateway stack against its critical path",
    measured: took / path,
    limit: 1.1,
    unit: "x",
  })
  process.exitCode = isWithin ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

interface Part {
  readonly address: string
  readonly provider: string
  readonly dependsOn: readonly string[]
}

/** Milliseconds of the longest chain of resources that wait for each other. */
function longestPath(durations: ReadonlyMap<string, number>): number {
  const { releases } = JSON.parse(
    readFileSync(join(folder, ".aidep/state/production.json"), "utf8"),
  ) as { readonly releases: readonly { readonly parts: readonly Part[] }[] }
  const parts = releases.at(-1)?.parts ?? []
  const known = new Map<Part, number>()
  const endOf = (part: Part): number => {
    const found = known.get(part)
    if (found !== undefined) return found
    const needed = part.dependsOn.flatMap((address) => {
      const all = parts.filter((one) => one.address === address)
      const own = all.filter(({ provider }) => provider === part.provider)
      return own.length > 0 ? own : all
    })
    const end =
      Math.max(0, ...needed.map(endOf)) + (durations.get(`${part.provider} ${part.address}`) ?? 0)
    known.set(part, end)
    return end
  }
  return Math.max(...parts.map(endOf))
}
