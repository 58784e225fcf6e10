import { join, resolve, sep } from "node:path"
import type { Manifest } from "../core/manifest/schema/manifest.ts"
import { inspectSource, tellingFiles } from "../core/project/inspect-source.ts"
import type { SourceFacts, SourceFactsByPath } from "../core/project/source-facts.ts"
import type { Context } from "./context.ts"

const nothingThere: SourceFacts = {
  status: "missing",
  dockerfile: false,
  node: undefined,
  python: undefined,
}

/** Looks at every source folder that the manifest names, each once. Reads a few small files, runs nothing. */
export async function readSources(
  manifest: Manifest,
  folder: string,
  context: Context,
): Promise<SourceFactsByPath> {
  const paths = new Set(Object.values(manifest.services).flatMap(({ source }) => source ?? []))
  const root = await context.files.realPath(folder)
  const facts = await Promise.all(
    [...paths].map(async (path) => [path, await readSource(path, root, context)] as const),
  )
  return new Map(facts)
}

/** Facts of one source folder, relative to the project's folder, whose path has no links. */
export async function readSource(
  path: string,
  root: string,
  context: Context,
): Promise<SourceFacts> {
  const { files } = context
  const absolute = resolve(root, path)
  const kind = await files.inspect(absolute)
  if (kind === "missing" || kind === "unreadable") return { ...nothingThere, status: kind }
  const real = await files.realPath(absolute)
  if (real !== root && !real.startsWith(root + sep)) return { ...nothingThere, status: "outside" }
  if (kind !== "folder") return { ...nothingThere, status: "file" }
  const names = await files.list(absolute)
  const there = tellingFiles.filter((name) => names.includes(name.replace(/\/.*/, "")))
  const texts = await Promise.all(
    there.map(async (name): Promise<readonly [string, string][]> => {
      const content = await files.read(join(absolute, name))
      return content.status === "read" ? [[name, new TextDecoder().decode(content.bytes)]] : []
    }),
  )
  return inspectSource({ names, texts: new Map(texts.flat()) })
}
