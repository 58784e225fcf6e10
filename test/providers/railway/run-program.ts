import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { RailwayGraph, ResourceNode } from "railway/iac"

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url))
const program = join(".railway", "railway.ts")

/** Puts a rendered `.railway/railway.ts` into a project folder, as its owner has it after `npm install`. */
function inProject<Result>(text: string, look: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "aidep-railway-"))
  try {
    mkdirSync(join(folder, ".railway"))
    writeFileSync(join(folder, program), text)
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }))
    symlinkSync(modules, join(folder, "node_modules"))
    return look(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the TypeScript compiler has against a program, by the types of the real package. */
export function typeErrors(text: string): string {
  const options = ["--noEmit", "--strict", "--target", "es2024", "--module", "nodenext"]
  const args = [...options, "--types", "node", "--skipLibCheck", program]
  return inProject(text, (cwd) => {
    try {
      return execFileSync(join(modules, ".bin", "tsc"), args, { cwd, encoding: "utf8" })
    } catch (error) {
      return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error)
    }
  })
}

/** Evaluates a program with Node and the real package, as Railway's command line does. */
export function graphOf(text: string): RailwayGraph {
  const script =
    "import(process.argv[1]).then(async (file) => process.stdout.write(JSON.stringify(await file.default({}))))"
  const node = join(modules, "node", "bin", "node")
  return inProject(text, (cwd) => {
    const args = ["-e", script, join(cwd, program)]
    return toGraph(JSON.parse(execFileSync(node, args, { cwd, encoding: "utf8" })))
  })
}

interface Definition {
  readonly name: string
  readonly environments?: readonly string[]
  readonly resources: readonly ResourceNode[]
}

/** The graph that Railway's command line makes of a definition, by its published source (version 5.43.1). */
function toGraph({ environments = [], name, resources }: Definition): RailwayGraph {
  return {
    version: 1,
    project: { name },
    environments: environments.map((environment) => ({ name: environment })),
    resources: resources.map(withoutVolumeConfig),
    edges: resources.flatMap(edgesOf),
  }
}

function edgesOf(resource: ResourceNode): RailwayGraph["edges"] {
  if (resource.type !== "service" && resource.type !== "database") return []
  const { address: from, variables = {}, volumeAttachments = {} } = resource
  const mounts = Object.values(volumeAttachments).map(
    ({ mountPath, volume }) => ({ from, to: volume, type: "mount", key: mountPath }) as const,
  )
  const references = Object.entries(variables).flatMap(([key, variable]) =>
    variable.type === "reference"
      ? [{ from, to: variable.resource, type: "variable", key } as const]
      : [],
  )
  return [...mounts, ...references]
}

/** The attachment names the volume; what the volume is stands in its own resource. */
function withoutVolumeConfig(resource: ResourceNode): ResourceNode {
  if (resource.type !== "service" || resource.volumeAttachments === undefined) return resource
  const attachments = Object.entries(resource.volumeAttachments).map(
    ([key, { mountPath, volume }]) => [key, { volume, mountPath }] as const,
  )
  return { ...resource, volumeAttachments: Object.fromEntries(attachments) }
}
