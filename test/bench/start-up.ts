import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inTurns, processMs, report } from "./measure.ts"

/** Start-up of the release build against a bare Node, on the complete manifest. */
export function benchStartUp(root: string, rounds: number): boolean {
  const folder = mkdtempSync(join(tmpdir(), "aidep-bench-"))
  try {
    for (const source of ["services/inference", "services/gateway", "jobs/retrain", "web"]) {
      mkdirSync(join(folder, source), { recursive: true })
      writeFileSync(join(folder, source, "package.json"), '{ "scripts": { "start": "node ." } }')
    }
    copyFileSync(join(root, "test/fixtures/manifests/complete.yaml"), join(folder, "aidep.yaml"))
    return measureStartUp(join(root, "bin/run.js"), folder, rounds)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measureStartUp(aidep: string, folder: string, rounds: number): boolean {
  const commands = {
    bare: () => processMs(["-e", "0"], folder),
    explain: () => processMs([aidep, "explain", "manifest/invalid"], folder),
    validate: () => processMs([aidep, "validate"], folder),
  }
  inTurns(commands, 2)
  const { bare = 0, explain = 0, validate = 0 } = inTurns(commands, rounds)
  console.log(
    `        medians of ${rounds}: bare ${bare.toFixed(1)} ms, explain ${explain.toFixed(1)} ms, validate ${validate.toFixed(1)} ms`,
  )
  return [
    report({
      name: "aidep explain against node -e 0",
      measured: explain / bare,
      limit: 3,
      unit: "x",
    }),
    report({
      name: "aidep validate against node -e 0",
      measured: validate / bare,
      limit: 5,
      unit: "x",
    }),
  ].every(Boolean)
}
