import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { serialize } from "../../src/core/artifact/serialize.ts"
import { type ParsedManifest, parseManifest } from "../../src/core/manifest/parse-manifest.ts"
import { resolveProject } from "../../src/core/project/resolve-project.ts"
import type { Provider } from "../../src/provider/provider.ts"
import { renderProject } from "../../src/provider/render-project.ts"
import { loadProviders } from "../support/load-providers.ts"
import { nodeSource, pythonSource } from "../support/render-manifest.ts"
import { largeManifest } from "./large-manifest.ts"
import { median, report } from "./measure.ts"

/** Resolving and rendering without a disk: 1,000 services, and 10,000 against them. */
export async function benchRendering(rounds: number): Promise<boolean> {
  const providers = await loadProviders()
  const thousand = median(renderTimes(1000, { providers, rounds }))
  const tenThousand = median(renderTimes(10_000, { providers, rounds: Math.max(1, rounds - 2) }))
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

interface RenderRun {
  readonly providers: readonly Provider[]
  readonly rounds: number
}

function renderTimes(services: number, { providers, rounds }: RenderRun): readonly number[] {
  const parsed = parse(services)
  return Array.from({ length: rounds }, () => {
    const start = performance.now()
    renderOnce(parsed, providers)
    return performance.now() - start
  })
}

function parse(services: number): ParsedManifest {
  const bytes = new TextEncoder().encode(largeManifest(services))
  const { parsed, diagnostics } = parseManifest(bytes, { file: "aidep.yaml" })
  if (parsed === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)))
  return parsed
}

function renderOnce(parsed: ParsedManifest, providers: readonly Provider[]): void {
  const sources = new Map(
    Object.values(parsed.manifest.services).map((service) => [
      service.source ?? "",
      service.targets.includes("modal") ? pythonSource : nodeSource,
    ]),
  )
  const { project, diagnostics } = resolveProject({
    parsed,
    platforms: new Map(providers.map((provider) => [provider.id, provider])),
    platformIds: providers.map(({ id }) => id),
    sources,
    variables: {},
  })
  if (project === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)))
  const rendered = renderProject(project, { parsed, providers })
  const characters = rendered.artifacts.reduce(
    (sum, artifact) => sum + serialize(artifact).length,
    0,
  )
  if (characters < 100_000) throw new Error("nothing was rendered")
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
