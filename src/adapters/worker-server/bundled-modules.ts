import { readdirSync } from "node:fs"
import { extname, join } from "node:path"

export interface BundledModule {
  readonly type: "ESModule" | "CompiledWasm" | "Text" | "Data"
  readonly path: string
}

/** Wrangler's default rules, https://developers.cloudflare.com/workers/wrangler/bundling/ (2026-11-21). */
const types: Readonly<Record<string, BundledModule["type"]>> = {
  ".js": "ESModule",
  ".mjs": "ESModule",
  ".wasm": "CompiledWasm",
  ".txt": "Text",
  ".html": "Text",
  ".sql": "Text",
  ".bin": "Data",
}

/** What wrangler bundled into a folder, the entry first. Source maps and the like are no modules. */
export function bundledModules(folder: string, entry: string): readonly BundledModule[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  return [entry, ...names.filter((name) => name !== entry)].flatMap((name) => {
    const type = types[extname(name)]
    return type === undefined ? [] : [{ type, path: join(folder, name) }]
  })
}
