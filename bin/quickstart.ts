// Scaffolds the "lora-gateway" stack in a new folder, renders it for every platform, runs it on this machine, checks
// it, and takes it down again. "--keep" leaves it up.
import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { appendFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const keep = process.argv.includes("--keep")
const folder = join(mkdtempSync(join(tmpdir(), "aidep-quickstart-")), "lora-gateway")

/** The command lines, in their order. The template's key for callers is a secret, so it gets one of its own. */
const steps: readonly (readonly [string, readonly string[]])[] = [
  ["Scaffold the stack", ["init", folder, "--template", "lora-gateway", "--yes"]],
  ["Write each platform's own files", ["render", "--all"]],
  ["Run the whole stack on this machine", ["deploy", "--target", "local"]],
  ["Check it from outside", ["check", "--live", "--target", "local"]],
  ["See what stands", ["status", "--target", "local"]],
]

const started = performance.now()
const failed = steps.find(([title, args], index) => {
  console.log(`\n[${index + 1}/${steps.length}] ${title}\n$ aidep ${args.join(" ")}`)
  return runStep(args) !== 0
})
finish(failed?.[0])

function runStep(args: readonly string[]): number {
  const cwd = args[0] === "init" ? root : folder
  const { status } = aidep(args, cwd)
  if (status === 0 && args[0] === "init")
    appendFileSync(join(folder, ".env"), `API_KEYS=${randomBytes(24).toString("base64url")}\n`)
  return status
}

function aidep(args: readonly string[], cwd: string): { readonly status: number } {
  const command = [join(root, "bin", "dev.js"), ...args]
  const { status } = spawnSync(process.execPath, command, { cwd, stdio: "inherit" })
  return { status: status ?? 1 }
}

function finish(broken: string | undefined): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  if (keep) {
    console.log(`\nLeft up in ${folder}. Take it down there with "aidep destroy --target local".`)
  } else {
    console.log("\nTake it down again\n$ aidep destroy --target local")
    aidep(["destroy", "--target", "local"], folder)
    rmSync(join(folder, ".."), { recursive: true, force: true })
  }
  if (broken === undefined)
    console.log(`\nDone in ${seconds} s: scaffolded, rendered, deployed, checked.`)
  else console.error(`\nStopped after ${seconds} s at: ${broken}.`)
  process.exitCode = broken === undefined ? 0 : 1
}
