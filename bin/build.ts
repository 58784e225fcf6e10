import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bundle } from "./build/bundle.ts"
import { run } from "./build/run.ts"
import { writeDeclarations } from "./build/write-declarations.ts"
import { manifestJsonSchema } from "../src/core/manifest/json-schema.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

await removeOutput()
await Promise.all([bundle(root), writeDeclarations(root), writeSchema()])
await writeModuleType()
await writeCommandManifest()
await run(root, process.execPath, ["bin/run.js", "--version"])

async function removeOutput(): Promise<void> {
  const outputs = ["dist", "schema", "oclif.manifest.json"]
  await Promise.all(
    outputs.map((output) => rm(join(root, output), { recursive: true, force: true })),
  )
}

/** So that Node finds the type of each module in one look. */
async function writeModuleType(): Promise<void> {
  await writeFile(join(root, "dist", "package.json"), '{ "type": "module" }\n')
}

async function writeSchema(): Promise<void> {
  await mkdir(join(root, "schema"), { recursive: true })
  const text = `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`
  await writeFile(join(root, "schema", "aidep.schema.json"), text)
}

/** With this file oclif knows all commands, flags and help texts without loading a command. */
async function writeCommandManifest(): Promise<void> {
  await run(root, join(root, "node_modules", ".bin", "oclif"), ["manifest"])
}
