import { join } from "node:path"
import type { ParsedManifest } from "../core/manifest/parse-manifest.ts"
import { isMap } from "../core/manifest/schema/closed.ts"
import type { Path } from "../core/manifest/yaml-source.ts"
import {
  type PlacedValue,
  retirementProblems,
  touchesFile,
} from "../core/retirement/check-retirements.ts"
import type { RetirementRule, Touch } from "../core/retirement/rule.ts"
import type { Diagnostic } from "../errors/diagnostic.ts"
import type { Provider } from "../provider/provider.ts"
import type { Context } from "./context.ts"

interface Subject {
  readonly parsed: ParsedManifest
  readonly folder: string
  readonly providers: ReadonlyMap<string, Provider>
}

/** What of the project meets a platform's end dates: its options, its variables and files that stand in it. */
export async function findRetirements(
  { parsed, folder, providers }: Subject,
  context: Context,
): Promise<readonly Diagnostic[]> {
  const { manifest } = parsed
  const environmentTexts = Object.entries(manifest.services).flatMap(([service, { env = {} }]) =>
    Object.entries(env).map(([name, value]): PlacedValue => {
      const path = ["services", service, "env", name]
      return { name: path, value, path }
    }),
  )
  const shared = {
    today: context.clock.today(),
    placeOf: parsed.places.value,
    environmentTexts,
    files: await readFiles({ parsed, folder, providers }, context),
  }
  return [...providers.values()].flatMap(({ id, retirements }) =>
    retirementProblems(retirements, { ...shared, options: writtenOptions(id, parsed) }),
  )
}

function writtenOptions(id: string, { manifest }: ParsedManifest): readonly PlacedValue[] {
  const owners = [
    { path: ["platforms", id], value: manifest.platforms?.[id] },
    ...Object.entries(manifest.services).map(([name, service]) => ({
      path: ["services", name, "platforms", id],
      value: service.platforms?.[id],
    })),
  ]
  return owners.flatMap(({ path, value }) =>
    leaves(value, []).map((leaf) => ({ ...leaf, path: [...path, ...leaf.path] })),
  )
}

function leaves(value: unknown, name: Path): readonly PlacedValue[] {
  if (!isMap(value)) return value === undefined ? [] : [{ name, value, path: name }]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...name, key]))
}

/** Files larger than this are data, not configuration. */
const maxFileBytes = 256 * 1024
const maxFilesPerSource = 200
const skippedFolders = /^(?:node_modules|dist|\.git|\.venv|venv|__pycache__)$/

async function readFiles(
  { parsed, folder, providers }: Subject,
  context: Context,
): Promise<ReadonlyMap<string, string>> {
  const rules = [...providers.values()].flatMap(({ retirements }) => retirements)
  const touches = rules.flatMap((rule: RetirementRule) => rule.touches)
  const sources = [
    ...new Set(Object.values(parsed.manifest.services).flatMap(({ source }) => source ?? [])),
  ]
  const wanted = [
    ...(await namedFiles(touches, { folders: ["", ...sources], folder }, context)),
    ...(await sourceFiles(touches, { sources, folder }, context)),
  ]
  const read = await Promise.all(
    [...new Set(wanted)].map(async (path): Promise<readonly [string, string][]> => {
      const content = await context.files.read(join(folder, path))
      if (content.status !== "read" || content.bytes.length > maxFileBytes) return []
      return [[path, new TextDecoder().decode(content.bytes)]]
    }),
  )
  return new Map(read.flat())
}

/** Of the files that rules name, those that stand in the project's folder or in a source folder. */
async function namedFiles(
  touches: readonly Touch[],
  { folders, folder }: { readonly folders: readonly string[]; readonly folder: string },
  { files }: Context,
): Promise<readonly string[]> {
  const paths = touches.flatMap((touch) => (touch.type === "file" ? touch.paths : []))
  const found = await Promise.all(
    folders.map(async (inner) => {
      const names = await files.list(join(folder, inner))
      const there = paths.filter((path) => names.includes(path.replace(/\/.*/, "")))
      return there.map((path) => join(inner, path))
    }),
  )
  return found.flat()
}

async function sourceFiles(
  touches: readonly Touch[],
  { sources, folder }: { readonly sources: readonly string[]; readonly folder: string },
  context: Context,
): Promise<readonly string[]> {
  const inSources = touches.filter(({ type }) => type === "source")
  if (inSources.length === 0) return []
  const walked = await Promise.all(sources.map((source) => walk(source, folder, context)))
  return walked.flat().filter((path) => inSources.some((touch) => touchesFile(touch, path)))
}

async function walk(path: string, folder: string, context: Context): Promise<readonly string[]> {
  const found: string[] = []
  const open = [path]
  for (
    let next = open.pop();
    next !== undefined && found.length < maxFilesPerSource;
    next = open.pop()
  ) {
    for (const name of await context.files.list(join(folder, next))) {
      if (skippedFolders.test(name)) continue
      const child = join(next, name)
      if (!name.includes(".")) open.push(child)
      else found.push(child)
    }
  }
  return found
}
