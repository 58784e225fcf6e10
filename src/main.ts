import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type OclifOptions, runCli } from "./cli/run.ts"

/** Entry of the program: runs the command line and sets the exit code of the process. */
export async function main(argv: readonly string[], root: string): Promise<void> {
  process.exitCode = await runCli(argv, oclifOptions(root))
}

/** From source, commands are the TypeScript files; in a build, oclif reads its manifest. */
export function oclifOptions(root: string): OclifOptions {
  const options = { root, devPlugins: false, userPlugins: false }
  if (!import.meta.url.endsWith(".ts")) return options
  const pjson = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const oclif = { ...pjson.oclif, commands: { ...pjson.oclif.commands, target: "./src/commands" } }
  return { ...options, ignoreManifest: true, pjson: { ...pjson, oclif } }
}
