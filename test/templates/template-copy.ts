import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const templates = fileURLToPath(new URL("../../templates", import.meta.url))

export interface TemplateCopy {
  readonly folder: string
  readonly remove: () => void
}

/** Copies a folder of `templates/` to where its packages and caches may be written. */
export function copyTemplate(path: string): TemplateCopy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "aidep-template-")))
  cpSync(join(templates, path), folder, { recursive: true })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs npm in a copy, on the Node of the tests. */
export function npm(args: readonly string[], folder: string): void {
  const path = [dirname(process.execPath), process.env["PATH"]].join(":")
  const { status, stdout, stderr, error } = spawnSync("npm", args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: path },
  })
  if (status === 0) return
  throw new Error(
    [`"npm ${args.join(" ")}" failed.`, error?.message, stdout, stderr].filter(Boolean).join("\n"),
  )
}
