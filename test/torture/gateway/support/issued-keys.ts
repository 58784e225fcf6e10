import * as z from "zod"
import { runGateway, type Settings } from "./gateway-process.ts"

const issued = z.object({ id: z.string(), key: z.string() })

export type IssuedKey = z.infer<typeof issued>

/** The gateway's commands for keys. */
export interface KeyCommands {
  /** Any command, which has to succeed; its output. */
  readonly run: (...args: readonly string[]) => Promise<string>
  readonly issue: (tenant: string, ...args: readonly string[]) => Promise<IssuedKey>
  readonly rotate: (id: string, ...args: readonly string[]) => Promise<IssuedKey>
}

/** `store` is what `KEY_STORE` says, `settings` where that is. */
export function keyCommands(store: string, settings: Settings = {}): KeyCommands {
  const run = async (...args: readonly string[]) => {
    const { exit, stdout, stderr } = await runGateway(["keys", ...args], {
      KEY_STORE: store,
      ...settings,
    })
    if (exit !== 0) throw new Error(`"keys ${args.join(" ")}" ended with ${exit}: ${stderr}`)
    return stdout
  }
  return {
    run,
    issue: async (tenant, ...args) =>
      issued.parse(JSON.parse(await run("issue", "--tenant", tenant, ...args))),
    rotate: async (id, ...args) => issued.parse(JSON.parse(await run("rotate", id, ...args))),
  }
}
