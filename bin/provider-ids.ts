import { existsSync, globSync } from "node:fs"
import { join } from "node:path"

/** Folder names of providers/, in order. A folder that begins with an underscore is not a platform. */
export function providerIds(root: string): readonly string[] {
  const providers = join(root, "providers")
  if (!existsSync(providers)) return []
  return globSync("*/provider.ts", { cwd: providers })
    .map((file) => file.split(/[\\/]/)[0] ?? "")
    .filter((id) => !id.startsWith("_"))
    .toSorted()
}
