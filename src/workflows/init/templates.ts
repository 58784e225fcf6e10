import { join } from "node:path"
import { nearest } from "../../core/manifest/nearest.ts"
import { parseManifest } from "../../core/manifest/parse-manifest.ts"
import type { Manifest } from "../../core/manifest/schema/manifest.ts"
import { plainPath } from "../../core/project/source-folder.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unknownTemplate } from "../../errors/catalogue/init.ts"
import type { Context } from "../context.ts"

export interface Template {
  readonly name: string
  /** First paragraph of its README; empty for none. */
  readonly description: string
}

export interface TemplateFile {
  /** Relative to the project, `/` as separator. */
  readonly path: string
  readonly text: string
}

const manifestFile = "aidep.yaml"
const leftBehind: ReadonlySet<string> = new Set([
  ".aidep",
  ".env",
  ".git",
  ".venv",
  "__pycache__",
  "node_modules",
])

/** Every template that comes with aidep: a folder with a manifest. */
export async function listTemplates(context: Context): Promise<readonly Template[]> {
  const root = templatesRoot(context)
  const names = await context.files.list(root)
  const templates = await Promise.all(
    names.map(async (name): Promise<readonly Template[]> => {
      if ((await context.files.inspect(join(root, name, manifestFile))) !== "file") return []
      const readme = await readText(join(root, name, "README.md"), context)
      return [{ name, description: firstParagraph(readme) }]
    }),
  )
  return templates.flat()
}

/**
 * The files of a template with the project's name in place of the template's own.
 *
 * @throws AidepError `init/unknown-template`.
 */
export async function readTemplate(
  { template, name }: { readonly template: string; readonly name: string },
  context: Context,
): Promise<readonly TemplateFile[]> {
  await checkTemplate(template, context)
  const own = await readBelow(join(templatesRoot(context), template), "", context)
  const manifest = manifestIn(own)
  const shared = await sharedServices(own, manifest, context)
  const ownName = manifest?.name
  return [...own, ...shared].map(({ path, text }) => ({
    path: projectPath(path),
    text: ownName === undefined ? text : text.replaceAll(ownName, () => name),
  }))
}

/** @throws AidepError `init/unknown-template`. */
export async function checkTemplate(template: string, context: Context): Promise<void> {
  const known = (await listTemplates(context)).map((each) => each.name)
  if (known.includes(template)) return
  const near = nearest(template, known)
  const params = { template, known, ...(near === undefined ? {} : { near }) }
  throw new AidepError(problem(unknownTemplate, params))
}

function templatesRoot({ templatesFolder }: Context): string {
  return join(templatesFolder, "stacks")
}

/** A service that the template's manifest names and its folder lacks is one of `templates/services`. */
async function sharedServices(
  own: readonly TemplateFile[],
  manifest: Manifest | undefined,
  context: Context,
): Promise<readonly TemplateFile[]> {
  const sources = Object.values(manifest?.services ?? {}).flatMap(({ source }) => source ?? [])
  const lacking = [...new Set(sources.map(plainPath))].filter(
    (source) => source !== "." && !own.some(({ path }) => path.startsWith(`${source}/`)),
  )
  const read = lacking.map((source) => readBelow(context.templatesFolder, source, context))
  return (await Promise.all(read)).flat()
}

async function readBelow(
  root: string,
  folder: string,
  context: Context,
): Promise<readonly TemplateFile[]> {
  const paths = await filesBelow(root, folder, context)
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await readText(join(root, path), context) })),
  )
}

async function filesBelow(
  root: string,
  folder: string,
  context: Context,
): Promise<readonly string[]> {
  const names = await context.files.list(join(root, folder))
  const found = await Promise.all(
    names
      .filter((name) => !leftBehind.has(name))
      .map(async (name) => {
        const path = folder === "" ? name : `${folder}/${name}`
        const kind = await context.files.inspect(join(root, path))
        return kind === "folder" ? await filesBelow(root, path, context) : [path]
      }),
  )
  return found.flat()
}

async function readText(path: string, { files }: Context): Promise<string> {
  const content = await files.read(path)
  return content.status === "read" ? new TextDecoder().decode(content.bytes) : ""
}

/** npm packs no `.gitignore`, so a template keeps it without the dot. */
function projectPath(path: string): string {
  return path.replace(/(^|\/)gitignore$/, "$1.gitignore")
}

/** The template's own name stands there too, distinct enough to be replaced wherever it stands. */
function manifestIn(files: readonly TemplateFile[]): Manifest | undefined {
  const manifest = files.find(({ path }) => path === manifestFile)
  if (manifest === undefined) return undefined
  const bytes = new TextEncoder().encode(manifest.text)
  return parseManifest(bytes, { file: manifestFile }).parsed?.manifest
}

function firstParagraph(readme: string): string {
  const paragraph = readme
    .split(/\n\s*\n/)
    .find((part) => part.trim() !== "" && !part.startsWith("#"))
  return (paragraph ?? "").trim().replaceAll(/\s+/g, " ")
}
