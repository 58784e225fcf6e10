import { join, resolve, sep } from "node:path"
import pMap from "p-map"
import type { Artifact } from "../core/artifact/artifact.ts"
import {
  type ComparedFile,
  compareFile,
  type FileChange,
  isPending,
  losesWork,
} from "../core/artifact/compare.ts"
import { serialize } from "../core/artifact/serialize.ts"
import { namedOnlyProblems } from "../core/project/rules/named-only-rules.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import * as errors from "../errors/catalogue/artifact.ts"
import { invalidManifest } from "../errors/catalogue/manifest.ts"
import type { Diagnostic } from "../errors/diagnostic.ts"
import type { Context } from "./context.ts"
import { type LoadedProject, loadProject, type ProjectInput } from "./load-project.ts"

export interface RenderInput extends ProjectInput {
  /** Folder to write below, relative to the working folder; default: the manifest's folder. */
  readonly out?: string | undefined
  /** Write nothing; fail when something would be written. */
  readonly check: boolean
  /** Replace files that aidep did not write, or that were edited. */
  readonly force: boolean
  /** Also the files of every other platform that the manifest allows. */
  readonly all: boolean
}

export interface RenderResult {
  readonly files: readonly { readonly path: string; readonly change: FileChange }[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Writes each platform's own files, all or none.
 *
 * @throws AidepError those of `loadProject`; `artifact/stale` with `check`; `artifact/not-overwritten`, whose
 * `details` hold the compared files; `artifact/unwritable`; `artifact/outside-project`.
 */
export async function render(input: RenderInput, context: Context): Promise<RenderResult> {
  const loaded = await loadProject(input, context)
  refuseNamedOnly(loaded, input)
  const artifacts = await collectArtifacts(loaded, input, context)
  const root = resolve(context.workingFolder, input.out ?? loaded.folder)
  const files = await compareFiles(artifacts, root, context)
  if (input.check) refuseStale(files, loaded.diagnostics)
  else
    await writeFiles(files, { root, force: input.force, diagnostics: loaded.diagnostics }, context)
  return {
    files: files.map(({ path, change }) => ({ path, change })),
    diagnostics: loaded.diagnostics,
  }
}

function refuseNamedOnly(
  { project, input, diagnostics }: LoadedProject,
  { manifest }: RenderInput,
): void {
  const named = namedOnlyProblems(project, input)
  if (named.length === 0) return
  throw new AidepError(problem(invalidManifest, { file: manifest, errors: named.length }), {
    diagnostics: [...diagnostics, ...named],
  })
}

/** With `all`, each further platform is rendered as `--target` would place things on it. */
async function collectArtifacts(
  loaded: LoadedProject,
  input: RenderInput,
  context: Context,
): Promise<readonly Artifact[]> {
  if (!input.all) return loaded.rendered.artifacts
  const others = await Promise.all(
    otherTargets(loaded).map(async (target) => {
      const { rendered } = await loadProject({ ...input, target }, context)
      return rendered.platforms.get(target)?.artifacts ?? []
    }),
  )
  const artifacts = [...others.flat(), ...loaded.rendered.artifacts]
  return [...new Map(artifacts.map((artifact) => [artifact.path, artifact])).values()]
}

function otherTargets({ project, providers, rendered }: LoadedProject): readonly string[] {
  const items = [...project.services, ...project.resources]
  const listed = new Set(items.flatMap(({ placement }) => placement.targets))
  return [...listed].filter(
    (target) => !rendered.platforms.has(target) && providers.get(target)?.support !== undefined,
  )
}

/** Compares rendered files with what stands below a folder. */
export async function compareFiles(
  artifacts: readonly Artifact[],
  root: string,
  context: Context,
): Promise<readonly ComparedFile[]> {
  const realRoot = await context.files.realPath(root)
  return await pMap(
    artifacts,
    async (artifact) => {
      const path = join(root, artifact.path)
      const real = await context.files.realPath(path)
      if (!real.startsWith(realRoot + sep))
        throw new AidepError(problem(errors.outsideProject, { file: artifact.path }))
      const existing = await readText(path, artifact.path, context)
      return compareFile(artifact, { text: serialize(artifact), existing })
    },
    { concurrency: filesAtOnce },
  )
}

const filesAtOnce = 32

async function readText(
  path: string,
  shown: string,
  { files }: Context,
): Promise<string | undefined> {
  const content = await files.read(path)
  if (content.status === "missing") return undefined
  if (content.status === "read") return new TextDecoder().decode(content.bytes)
  const params = { file: shown, reason: content.reason, replaced: [] }
  throw new AidepError(problem(errors.unwritable, params))
}

function refuseStale(files: readonly ComparedFile[], diagnostics: readonly Diagnostic[]): void {
  const pending = files.filter(isPending)
  if (pending.length === 0) return
  const params = { files: pending.map(({ path }) => path), compared: pending }
  throw new AidepError(problem(errors.stale, params), { diagnostics })
}

interface WriteOptions {
  readonly root: string
  readonly force: boolean
  readonly diagnostics: readonly Diagnostic[]
}

async function writeFiles(
  files: readonly ComparedFile[],
  { root, force, diagnostics }: WriteOptions,
  context: Context,
): Promise<void> {
  const lost = files.filter(losesWork)
  if (lost.length > 0 && !force) {
    const params = { files: lost.map(({ path }) => path), compared: lost }
    throw new AidepError(problem(errors.notOverwritten, params), { diagnostics })
  }
  const changed = files
    .filter(isPending)
    .map(({ path, text }) => ({ path: join(root, path), text }))
  const outcome = await context.files.writeAll(changed)
  if (outcome.status === "written") return
  const { path, reason, replaced } = outcome
  throw new AidepError(problem(errors.unwritable, { file: path, reason, replaced }), {
    diagnostics,
  })
}
