import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as z from "zod"
import { bundle } from "./build/bundle.ts"
import { run } from "./build/run.ts"
import { writeDeclarations } from "./build/write-declarations.ts"
import { costReportSchema } from "../src/core/cost/report/cost-report.ts"
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
  const schemas = {
    "aidep.schema.json": manifestJsonSchema(),
    "cost-report.schema.json": z.toJSONSchema(costReportSchema),
  }
  for (const [name, schema] of Object.entries(schemas))
    await writeFile(join(root, "schema", name), `${JSON.stringify(schema, null, 2)}\n`)
}

/** With this file oclif knows all commands, flags and help texts without loading a command. */
async function writeCommandManifest(): Promise<void> {
  await run(root, join(root, "node_modules", ".bin", "oclif"), ["manifest"])
}
