import { createHash } from "node:crypto"
import { globSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { build, type BuildOptions, type Plugin } from "esbuild"
import { oclifStartUp } from "./oclif-start-up.ts"

/**
 * The command line is one CommonJS file, whose modules are evaluated when they are first needed: bin/start.cjs loads
 * it together with the code that V8 compiled in an earlier run. The public contract and the programs that adapters
 * start are ES modules of their own.
 */
export async function bundle(root: string): Promise<void> {
  const apart = ["src/provider/index.ts", ...globSync("src/adapters/*/main.ts", { cwd: root })]
  await Promise.all([
    build({
      ...options(root),
      stdin: { contents: commandLine(root), resolveDir: root, loader: "ts" },
      outfile: "dist/main.cjs",
      format: "cjs",
      define: {
        ...production,
        "import.meta.filename": "__filename",
        "import.meta.dirname": "__dirname",
      },
      plugins: [oclifStartUp, lazyPackages],
    }),
    build({
      ...options(root),
      entryPoints: apart,
      outdir: "dist",
      outbase: ".",
      format: "esm",
      define: production,
      banner: { js: commonJs },
    }),
  ])
  await nameByContent(join(root, "dist", "main.cjs"))
}

const production = { "process.env.NODE_ENV": '"production"' }

function options(root: string): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node22",
    minifySyntax: true,
    minifyWhitespace: true,
    // A crash prints the line that it happened in.
    lineLimit: 160,
    legalComments: "external",
    logLevel: "warning",
  }
}

/** The entry, and every command under its name, evaluated when it is asked for. */
function commandLine(root: string): string {
  const folder = "src/commands"
  const commands = globSync("**/*.ts", { cwd: join(root, folder) }).toSorted()
  const getters = commands.map((file) => {
    const id = file.replace(/\.ts$/, "").replaceAll(/[\\/]/g, ":")
    return `get ${JSON.stringify(id)}() { return require("./${folder}/${file}").default }`
  })
  return [
    'export { main } from "./src/main.ts"',
    `export const commands = { ${getters.join(", ")} }`,
  ].join("\n")
}

/** Packages that adapters load when they are first used stay in node_modules, out of every other command's way. */
const lazyPackages: Plugin = {
  name: "lazy-packages",
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z@]/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path, external: true } : undefined,
    )
  },
}

/** V8 tells sources apart by their length alone; the first line names the content for bin/start.cjs. */
async function nameByContent(file: string): Promise<void> {
  const text = await readFile(file, "utf8")
  const digest = createHash("sha256").update(text).digest("hex")
  await writeFile(file, `// ${digest}\n${text}`)
}

/** Some dependencies are CommonJS and expect these names. */
const commonJs = [
  'import { createRequire as createRequireForBundle } from "node:module"',
  "const require = createRequireForBundle(import.meta.url)",
  "const __filename = import.meta.filename",
  "const __dirname = import.meta.dirname",
].join(";")
