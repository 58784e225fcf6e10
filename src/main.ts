import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type OclifOptions, runCli } from "./cli/run.ts"

/** Entry of the program: runs the command line and sets the exit code of the process. */
export async function main(argv: readonly string[], root: string): Promise<void> {
  process.exitCode = await runCli(argv, oclifOptions(root, argv))
}

/**
 * From source, commands are the TypeScript files; in a build, oclif reads its manifest. Plugins are looked up only
 * for what they bring and for help, since looking them up takes a tenth of a short command's time.
 */
export function oclifOptions(root: string, argv: readonly string[] = []): OclifOptions {
  const [command] = argv
  const pjson = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const source = import.meta.filename.endsWith(".ts")
  const commands = source ? { strategy: "pattern", target: "./src/commands" } : pjson.oclif.commands
  const plugins = withPlugins.includes(command) ? pjson.oclif.plugins : []
  const oclif = { ...pjson.oclif, plugins, commands }
  const options = { root, devPlugins: false, userPlugins: false, pjson: { ...pjson, oclif } }
  return source ? { ...options, ignoreManifest: true } : options
}

const withPlugins: readonly (string | undefined)[] = [undefined, "autocomplete", "help", "--help"]
