import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inTurns, processMs, report } from "../measure.ts"

/** Comparing every platform for the model behind a gateway, beyond what any command takes to read the manifest. */
export function benchComparing(root: string, rounds: number): boolean {
  const folder = mkdtempSync(join(tmpdir(), "aidep-bench-"))
  try {
    for (const source of ["services/inference", "services/gateway"]) {
      mkdirSync(join(folder, source), { recursive: true })
      writeFileSync(join(folder, source, "package.json"), '{ "scripts": { "start": "node ." } }')
    }
    copyFileSync(join(root, "templates/stacks/lora-gateway/aidep.yaml"), join(folder, "aidep.yaml"))
    return measure(join(root, "bin/run.js"), folder, rounds)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function measure(aidep: string, folder: string, rounds: number): boolean {
  const compare = (requests: number) => () =>
    processMs([aidep, "cost", "--all", "--json", "--requests", String(requests)], folder)
  const commands = {
    validate: () => processMs([aidep, "validate"], folder),
    hundredThousand: compare(100_000),
    tenMillion: compare(10_000_000),
  }
  inTurns(commands, 1)
  const { validate = 0, hundredThousand = 0, tenMillion = 0 } = inTurns(commands, rounds)
  return [
    report({
      name: "aidep cost --all at 100,000 requests a month, beyond validate",
      measured: hundredThousand - validate,
      limit: 500,
      unit: "ms",
    }),
    report({
      name: "aidep cost --all at 10,000,000 requests a month, beyond validate",
      measured: tenMillion - validate,
      limit: 3000,
      unit: "ms",
    }),
  ].every(Boolean)
}
