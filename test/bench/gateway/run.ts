import { mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { setup as makePythonTools } from "../../global-setup.ts"
import { aborts } from "./figures/aborts.ts"
import { distinctCallers } from "./figures/distinct-callers.ts"
import { failingNeighbours } from "./figures/failing-neighbours.ts"
import { type Figure, isWithin, tableOf } from "./figures/figure.ts"
import { fullSpeed } from "./figures/full-speed.ts"
import { smallInstanceFigures } from "./figures/small-instance.ts"
import { startAndSize } from "./figures/start-and-size.ts"
import { full, short } from "./scale.ts"

// Measures the built gateway beside its rivals: `npm run bench:gateway`, `-- --short` for continuous integration,
// `-- --only small-instance,aborts` for a part. Linux, two cores, taskset; nothing else should run meanwhile.

const mostBusy = 0.7
const scale = process.argv.includes("--short") ? short : full
const folder = mkdtempSync(join(tmpdir(), "aidep-bench-gateway-"))
const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  "full-speed": async () => await fullSpeed(folder, scale),
  "small-instance": async () => await smallInstanceFigures(folder, scale),
  "distinct-callers": async () => [await distinctCallers(folder, scale)],
  aborts: async () => await aborts(folder),
  "failing-neighbours": async () => await failingNeighbours(folder),
  "start-and-size": async () => await startAndSize(folder, scale),
}

if (process.platform !== "linux" || availableParallelism() < 2)
  throw new Error(
    "The benchmark needs Linux and two cores: one for what is measured, one for the load.",
  )

try {
  makePythonTools()
  const [busy = 0] = loadavg()
  if (busy > mostBusy)
    console.error(
      `This machine is busy (load ${busy.toFixed(1)}): what it measures is worse than it is.`,
    )
  const only = process.argv.at(process.argv.indexOf("--only") + 1)?.split(",") ?? []
  const figures: Figure[] = []
  for (const [name, measure] of Object.entries(parts)) {
    if (process.argv.includes("--only") && !only.includes(name)) continue
    console.error(`Measuring ${name} ...`)
    figures.push(...(await measure()))
  }
  console.log(`\nNode ${process.version}, ${cpus()[0]?.model}, one core for the gateway:\n`)
  console.log(tableOf(figures))
  process.exitCode = figures.every(isWithin) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
