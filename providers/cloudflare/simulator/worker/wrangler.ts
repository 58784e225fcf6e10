import type { Command, CommandOutcome } from "aidep/provider"
import { formOf } from "../../remote/worker/upload/form.ts"
import type { Account } from "../account.ts"
import { isCalled } from "./state.ts"
import { mended } from "./upload.ts"

export interface Ran {
  readonly outcome: CommandOutcome
  readonly account: Account
}

/** What a command does: `bundle` is wrangler, `readBundle` the program that reads what it wrote; undefined for others. */
export function wranglerOperation({ args }: Command): "bundle" | "readBundle" | undefined {
  if (!args.some((arg) => bundleFile.test(arg))) return undefined
  return args.includes("--dry-run") ? "bundle" : "readBundle"
}

/** Answers for wrangler where it bundles. No code is looked at: every Worker becomes the same small module. */
export function runWrangler(command: Command, account: Account): Ran | undefined {
  const operation = wranglerOperation(command)
  if (operation === undefined) return undefined
  if (operation === "readBundle") return ended(account, { stdout: simulatedBundle() })
  const [name = ""] = command.args.flatMap((arg) => bundleFile.exec(arg)?.[1] ?? [])
  const broken = Object.entries(account.breakages).find(
    ([wanted, how]) => how === "build-fails" && isCalled(name, wanted),
  )
  if (broken === undefined) return ended(account, { stdout: "--dry-run: exiting now." })
  const stderr = '✘ [ERROR] Build failed with 1 error:\n✘ [ERROR] Could not resolve "./missing.js"'
  return ended(mended(account, broken[0]), { exitCode: 1, stderr })
}

/** Where the driver lets wrangler write the bundle of a script. */
const bundleFile = /\/\.aidep\/cloudflare\/([^/]+)\/bundle\.form$/

function ended(
  account: Account,
  outcome: Partial<Extract<CommandOutcome, { status: "ended" }>>,
): Ran {
  return {
    account,
    outcome: { status: "ended", exitCode: 0, stdout: "", stderr: "", ...outcome },
  }
}

const main = "worker.js"

/** In base64, as it is read. */
function simulatedBundle(): string {
  const { text } = formOf([
    { name: "metadata", text: JSON.stringify({ main_module: main }) },
    {
      name: main,
      fileName: main,
      contentType: "application/javascript+module",
      text: 'export default { fetch: () => new Response("simulated") }\n',
    },
  ])
  return Buffer.from(text).toString("base64")
}
