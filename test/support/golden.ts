import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../golden/", import.meta.url))

/** Texts by path. */
export type Files = Readonly<Record<string, string>>

/**
 * The golden files of a folder below test/golden. With UPDATE_GOLDEN=1 in the environment they are replaced by what
 * was made, so that a comparison with it passes and `git diff` shows what changed.
 */
export function goldenFiles(folder: string, made: Files): Files {
  const place = join(root, folder)
  if (process.env["UPDATE_GOLDEN"] === "1") replaceFiles(place, made)
  if (!existsSync(place)) return {}
  const paths = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(
    paths
      .map((path): [string, string] => [
        path.slice(place.length + 1).replaceAll("\\", "/"),
        readFileSync(path, "utf8"),
      ])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function replaceFiles(folder: string, files: Files): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
