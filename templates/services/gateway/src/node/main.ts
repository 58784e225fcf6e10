import { readSettings } from "./read-settings.ts"

const badConfiguration = 78

/** `keys …`, `--check-config`, or nothing for the gateway itself. */
export async function main([command, ...args]: readonly string[]): Promise<void> {
  if (command === "keys") {
    const { runKeys } = await import("../cli/keys.ts")
    process.exitCode = await runKeys(args)
    return
  }
  const read = await readSettings(process.env)
  if (!read.ok) {
    console.error(["The gateway cannot start:", ...read.problems].join("\n- "))
    process.exitCode = badConfiguration
  } else if (command === "--check-config") {
    const { printable } = await import("../cli/printable-config.ts")
    console.log(JSON.stringify(printable(read.value), null, 2))
  } else {
    const { start } = await import("./start.ts")
    await start(read.value).catch((error: unknown) => {
      console.error(
        `The gateway cannot start: ${error instanceof Error ? error.message : String(error)}`,
      )
      process.exit(badConfiguration)
    })
  }
}
