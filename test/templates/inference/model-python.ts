import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./start-inference.ts"

const folder = join(root, ".venv-inference")
const service = join(root, "templates", "services", "inference")
const lists = ["requirements-hf.txt", "requirements-dev.txt"].map((name) => join(service, name))
const installMs = 600_000

/**
 * The Python environment with PyTorch, transformers and peft, made once for each list of packages: about a minute
 * and 1.3 GB. Where pip finds the packages is up to its own configuration: without a GPU, PyTorch's index for CPUs
 * as an extra one saves gigabytes. Only one file of tests may ask for it, since files run at the same time.
 */
export function modelPython(): { readonly python: string } | { readonly missing: string } {
  const python = join(folder, "bin", "python")
  const texts = [...lists, join(service, "requirements.txt")].map((path) => readFileSync(path))
  const digest = createHash("sha256").update(Buffer.concat(texts)).digest("hex")
  const stamp = join(folder, "requirements.sha256")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return { python }
  mkdirSync(folder, { recursive: true })
  rmSync(stamp, { force: true })
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
  const made = run("python3", ["-m", "venv", folder])
  const installed = made ?? run(python, [...pip, ...lists.flatMap((list) => ["-r", list])])
  if (installed !== undefined) return { missing: installed }
  writeFileSync(stamp, digest)
  return { python }
}

/** Why it failed; undefined where it did not. */
function run(file: string, args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(file, args, { encoding: "utf8", timeout: installMs })
  if (status === 0) return undefined
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? `${file} ended with ${status}`
}
