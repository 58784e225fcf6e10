import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { largeManifest } from "./large-manifest.ts"
import { inTurns, median, report } from "./measure.ts"

/**
 * Resolving and rendering without a disk: 1,000 services, and 10,000 against them. Each in a process of its own, since
 * the program renders once and ends: neither finds code that the other has warmed up, nor its heap.
 */
export function benchRendering(root: string, rounds: number): boolean {
  const times = inTurns(
    { thousand: () => renderMs(root, 1000), tenThousand: () => renderMs(root, 10_000) },
    rounds,
  )
  const { thousand = 0, tenThousand = 0 } = times
  console.log(
    `        pure rendering: 1,000 services ${thousand.toFixed(0)} ms, 10,000 services ${tenThousand.toFixed(0)} ms`,
  )
  return [
    report({
      name: "pure rendering of 1,000 services",
      measured: thousand / 1000,
      limit: 1.5,
      unit: "s",
    }),
    report({
      name: "10,000 services against 1,000",
      measured: tenThousand / thousand,
      limit: 12,
      unit: "x",
    }),
  ].every(Boolean)
}

/** Milliseconds that resolving and rendering take, without parsing and without the start of the process. */
function renderMs(root: string, services: number): number {
  const source = join(root, "bin/source.js")
  const program = join(root, "test/bench/render-once.ts")
  const args = ["--import", source, program, String(services)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" })
  if (status !== 0) throw new Error(`Rendering ended with ${status}: ${stderr}`)
  return Number(stdout)
}

/** `aidep render` of 1,000 services on disk with the release build: wall time and largest memory. */
export function benchRenderOnDisk(root: string, rounds: number): boolean {
  const services = 1000
  const runs = Array.from({ length: rounds }, () => renderOnDisk(root, services))
  const seconds = median(runs.map((run) => run.seconds))
  const megabytes = median(runs.map((run) => run.megabytes))
  return [
    report({
      name: "aidep render of 1,000 services on disk",
      measured: seconds,
      limit: 2.5,
      unit: "s",
    }),
    report({ name: "its largest memory", measured: megabytes, limit: 300, unit: "MB" }),
  ].every(Boolean)
}

function renderOnDisk(root: string, services: number): { seconds: number; megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), "aidep-bench-"))
  try {
    writeFileSync(join(folder, "aidep.yaml"), largeManifest(services))
    for (let index = 0; index < services; index += 1) {
      const source = join(folder, "services", `service-${index}`)
      mkdirSync(source, { recursive: true })
      if (index % 5 === 3) writeFileSync(join(source, "requirements.txt"), "fastapi\n")
      else writeFileSync(join(source, "package.json"), "{}\n")
    }
    return timedRender(root, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function timedRender(root: string, folder: string): { seconds: number; megabytes: number } {
  const probe = `process.on("exit", () => require("fs").writeSync(2, "\\nrss " + process.resourceUsage().maxRSS))`
  const preload = join(folder, "rss.cjs")
  writeFileSync(preload, probe)
  const start = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--require", preload, join(root, "bin/run.js"), "render"],
    { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  )
  const seconds = (performance.now() - start) / 1000
  if (status !== 0) throw new Error(`aidep render ended with ${status}: ${stderr.slice(-2000)}`)
  const kilobytes = Number(/rss (\d+)/.exec(stderr)?.[1])
  return { seconds, megabytes: kilobytes / 1000 }
}
