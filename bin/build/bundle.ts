import { existsSync, globSync } from "node:fs"
import { build } from "esbuild"
import { providerIds } from "../provider-ids.ts"
import { oclifStartUp } from "./oclif-start-up.ts"

/**
 * One file a command and a platform, shared code and dependencies in dist/chunks: a command reads from disk what it
 * needs and no more, in few files.
 */
export async function bundle(root: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: entryPoints(root),
    outdir: "dist",
    outbase: ".",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    minifySyntax: true,
    minifyWhitespace: true,
    // A crash prints the line that it happened in.
    lineLimit: 160,
    legalComments: "external",
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: commonJs },
    plugins: [oclifStartUp],
  })
}

function entryPoints(root: string): string[] {
  return [
    "src/main.ts",
    "src/provider/index.ts",
    ...globSync("src/commands/**/*.ts", { cwd: root }),
    // Programs that adapters start as processes of their own.
    ...globSync("src/adapters/*/main.ts", { cwd: root }),
    ...providerIds(root).map((id) => `providers/${id}/provider.ts`),
  ].filter((file) => existsSync(`${root}/${file}`))
}

/** Some dependencies are CommonJS and expect these names. */
const commonJs = [
  'import { createRequire as createRequireForBundle } from "node:module"',
  "const require = createRequireForBundle(import.meta.url)",
  "const __filename = import.meta.filename",
  "const __dirname = import.meta.dirname",
].join(";")
