import { readFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { Plugin } from "esbuild"

const together = "aidep:providers"

/**
 * Puts all providers into one module of the build. A module of its own for each costs more at start than it saves:
 * most manifests name several platforms, and what providers share would be cut into dozens of tiny modules.
 */
export const providersTogether: Plugin = {
  name: "providers-together",
  setup(build) {
    build.onLoad({ filter: /[\\/]providers[\\/]registry\.gen\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8")
      const contents = text.replace(
        /import\("\.\/([^"]+)\/provider\.ts"\)/g,
        (_, id: string) =>
          `import("${together}").then(({ providers }) => ({ default: providers[${JSON.stringify(id)}] }))`,
      )
      return { contents, loader: "ts", resolveDir: dirname(path) }
    })
    build.onResolve({ filter: /^aidep:providers$/ }, async ({ importer, resolveDir }) => {
      const ids = idsIn(await readFile(importer, "utf8"))
      return { path: together, namespace: together, pluginData: { ids, resolveDir } }
    })
    build.onLoad({ filter: /.*/, namespace: together }, ({ pluginData: { ids, resolveDir } }) => ({
      contents: moduleOf(ids),
      loader: "ts",
      resolveDir,
    }))
  },
}

function idsIn(registry: string): readonly string[] {
  return [...registry.matchAll(/import\("\.\/([^"]+)\/provider\.ts"\)/g)].map(([, id = ""]) => id)
}

function moduleOf(ids: readonly string[]): string {
  const imports = ids.map((id, index) => `import p${index} from "./${id}/provider.ts"`)
  const entries = ids.map((id, index) => `${JSON.stringify(id)}: p${index}`)
  return [...imports, `export const providers = { ${entries.join(", ")} }`].join("\n")
}
