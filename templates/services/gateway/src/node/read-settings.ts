import { readFile } from "node:fs/promises"
import { type Config, readConfig } from "../config/config.ts"
import type { Diagnosis } from "../config/problems.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** Settings of the environment, over those of `GATEWAY_CONFIG` or of `gateway.yaml`. */
export async function readSettings(environment: Environment): Promise<Diagnosis<Config>> {
  const inline = environment["GATEWAY_CONFIG"]
  const path = environment["GATEWAY_FILE"]
  try {
    const text = inline ? inline : await readIfThere(path ?? "gateway.yaml", path !== undefined)
    if (text === undefined) return readConfig(environment)
    const { parseYaml } = await import("./parse-yaml.ts")
    return readConfig(environment, parseYaml(text))
  } catch (error) {
    const what = inline ? "GATEWAY_CONFIG" : (path ?? "gateway.yaml")
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n")
    return { ok: false, problems: [`${what} cannot be read: ${reason}`] }
  }
}

async function readIfThere(path: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT"
    if (missing && !required) return undefined
    throw error
  }
}
