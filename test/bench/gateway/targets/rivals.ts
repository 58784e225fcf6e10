import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../..", import.meta.url))
const source = fileURLToPath(new URL("../rivals", import.meta.url))
const cache = join(root, "node_modules", ".cache", "rivals-of-the-gateway")

/** Portkey's gateway of npm, in the version of `rivals/package-lock.json`; installed the first time it is asked for. */
export function portkey(): string {
  const start = join(cache, "node_modules/@portkey-ai/gateway/build/start-server.js")
  if (existsSync(start)) return start
  mkdirSync(cache, { recursive: true })
  cpSync(source, cache, { recursive: true })
  const { status, stderr } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    {
      cwd: cache,
      encoding: "utf8",
      env: { ...process.env, PATH: [dirname(process.execPath), process.env["PATH"]].join(":") },
    },
  )
  if (status !== 0) throw new Error(`Portkey's gateway cannot be installed: ${stderr}`)
  return start
}
