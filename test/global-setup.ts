import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = join(root, ".venv-test")
const requirements = join(root, "test", "requirements.txt")

/** Makes the Python environment with the tools that tests check against, once for each list of requirements. */
export function setup(): void {
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex")
  const stamp = join(folder, "requirements.sha256")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return
  console.log("Making the Python environment of the tests in .venv-test (once) ...")
  mkdirSync(folder, { recursive: true })
  rmSync(stamp, { force: true })
  const made = [
    ["python3", ["-m", "venv", folder]],
    [
      join(folder, "bin", "python"),
      ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
    ],
  ] as const
  for (const [file, args] of made) {
    const { status, stderr, error } = spawnSync(file, args, { encoding: "utf8" })
    if (status === 0) continue
    throw new Error(
      `"${file} ${args.join(" ")}" failed: ${error?.message ?? stderr}\nThe tests need Python 3.11 or newer with venv (Debian: python3-venv).`,
    )
  }
  writeFileSync(stamp, digest)
}
