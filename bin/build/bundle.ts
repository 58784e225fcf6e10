import { globSync } from "node:fs"
import { build, type BuildOptions } from "esbuild"
import { oclifStartUp } from "./oclif-start-up.ts"
import { providersTogether } from "./providers-together.ts"

/**
 * The command line: one file a command, shared code and dependencies in dist/chunks. The public contract and the
 * programs that adapters start are built apart, so that they do not cut what commands share into small modules.
 */
export async function bundle(root: string): Promise<void> {
  const commands = ["src/main.ts", ...globSync("src/commands/**/*.ts", { cwd: root })]
  const apart = ["src/provider/index.ts", ...globSync("src/adapters/*/main.ts", { cwd: root })]
  await Promise.all([
    build({ ...options(root), entryPoints: commands, splitting: true }),
    build({ ...options(root), entryPoints: apart }),
  ])
}

function options(root: string): BuildOptions {
  return {
    absWorkingDir: root,
    outdir: "dist",
    outbase: ".",
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
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
    plugins: [oclifStartUp, providersTogether],
  }
}

/** Some dependencies are CommonJS and expect these names. */
const commonJs = [
  'import { createRequire as createRequireForBundle } from "node:module"',
  "const require = createRequireForBundle(import.meta.url)",
  "const __filename = import.meta.filename",
  "const __dirname = import.meta.dirname",
].join(";")
