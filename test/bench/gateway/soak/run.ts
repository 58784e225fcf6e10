import { tmpdir } from "node:os"
import { join } from "node:path"
import { mkdtempSync, rmSync } from "node:fs"
import { markdown } from "../figures/figure.ts"
import { soak } from "./soak.ts"

// `npm run soak:gateway`: ten minutes of load and faults; `-- --short` takes one, `-- --seconds 120` so many.

const at = process.argv.indexOf("--seconds")
const whole = process.argv.includes("--short") ? 60 : 600
const seconds = at < 0 ? whole : Number(process.argv[at + 1])
const folder = mkdtempSync(join(tmpdir(), "aidep-soak-gateway-"))

try {
  const { findings, rows } = await soak(folder, seconds)
  console.log(`\n${markdown(rows)}\n`)
  for (const finding of findings) console.log(`WRONG  ${finding}`)
  console.log(findings.length === 0 ? "The gateway held." : `${findings.length} findings.`)
  process.exitCode = findings.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
