import { rm } from "node:fs/promises"
import { build } from "esbuild"

const common = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2024",
  logLevel: "warning",
} as const

await rm("dist", { recursive: true, force: true })
await build({
  ...common,
  entryPoints: ["src/node.ts"],
  outdir: "dist",
  platform: "node",
  // What is rarely needed is loaded when it is: Redis over TCP, YAML, the commands.
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  // For packages that are CommonJS inside.
  banner: {
    js: 'import{createRequire as createRequireHere}from"node:module";const require=createRequireHere(import.meta.url);',
  },
})
await build({
  ...common,
  entryPoints: ["src/worker.ts"],
  outfile: "dist/worker.js",
  conditions: ["workerd", "worker", "browser"],
})
