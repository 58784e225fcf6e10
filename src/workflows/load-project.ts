import { basename, dirname, resolve } from "node:path"
import type { ParsedManifest } from "../core/manifest/parse-manifest.ts"
import { parseManifest } from "../core/manifest/parse-manifest.ts"
import type { Manifest } from "../core/manifest/schema/manifest.ts"
import { external } from "../core/project/placement.ts"
import type { Project } from "../core/project/project.ts"
import { resolveProject } from "../core/project/resolve-project.ts"
import type { ResolveInput } from "../core/project/resolve-input.ts"
import { AidepError, problem } from "../errors/aidep-error.ts"
import {
  invalidManifest,
  missingManifest,
  unreadableManifest,
} from "../errors/catalogue/manifest.ts"
import { type Diagnostic, hasErrors, orderDiagnostics } from "../errors/diagnostic.ts"
import type { Provider } from "../provider/provider.ts"
import { type RenderedProject, renderProject } from "../provider/render-project.ts"
import type { Context } from "./context.ts"
import { findRetirements } from "./find-retirements.ts"
import { readState } from "./deploy/state/state-files.ts"
import { readSources } from "./read-sources.ts"

/** What commands about a project take. */
export interface ProjectInput {
  /** Path of the manifest, relative to the working folder. */
  readonly manifest: string
  readonly environment?: string | undefined
  readonly target?: string | undefined
  /** `recorded`: what was deployed stays on its platform where the manifest allows it and no target is asked for. */
  readonly placement?: "recorded" | undefined
  /** An environment of its own, on platforms that stand for others. */
  readonly rehearsal?:
    | { readonly environment: string; readonly replaced: Readonly<Record<string, string>> }
    | undefined
}

export interface LoadedProject {
  /** Folder of the manifest, absolute. */
  readonly folder: string
  readonly parsed: ParsedManifest
  readonly project: Project
  /** Platforms that matter here, by id. */
  readonly providers: ReadonlyMap<string, Provider>
  readonly input: ResolveInput
  readonly rendered: RenderedProject
  /** Warnings, in the order of the file. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the manifest, resolves it and works out what every platform would get; writes nothing.
 *
 * @throws AidepError `manifest/missing-file`, `manifest/unreadable-file`, or `manifest/invalid` with all diagnostics.
 */
export async function loadProject(input: ProjectInput, context: Context): Promise<LoadedProject> {
  const { folder, parsed, diagnostics } = await parseProject(input, context)
  const recorded = await recordedPlacements(folder, parsed, { input, context })
  const world = { parsed, folder, input, context, recorded }
  const resolved = await resolveWith(
    world,
    mentionedPlatforms(parsed.manifest, { input, recorded, context }),
  )
  if (resolved.project === undefined) {
    const complete = await resolveWith(world, context.platforms.ids)
    throw invalid(input.manifest, [...diagnostics, ...complete.diagnostics])
  }
  const { project, providers, resolveInput } = resolved
  const rendered = renderProject(project, {
    parsed,
    providers: workingProviders(project, providers),
  })
  const retirements = await findRetirements({ parsed, folder, providers }, context)
  const all = [...diagnostics, ...resolved.diagnostics, ...rendered.diagnostics, ...retirements]
  if (hasErrors(all)) throw invalid(input.manifest, all)
  return {
    folder,
    parsed,
    project,
    providers,
    input: resolveInput,
    rendered,
    diagnostics: orderDiagnostics(all),
  }
}

export interface ParsedProject extends Pick<LoadedProject, "folder" | "parsed"> {
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the manifest as it is written, and resolves nothing.
 *
 * @throws AidepError `manifest/missing-file`, `manifest/unreadable-file`, or `manifest/invalid` with all diagnostics.
 */
export async function parseProject(
  input: Pick<ProjectInput, "manifest" | "environment">,
  context: Context,
): Promise<ParsedProject> {
  const path = resolve(context.workingFolder, input.manifest)
  const bytes = await readManifest(path, input.manifest, context)
  const { parsed, diagnostics } = parseManifest(bytes, {
    file: input.manifest,
    environment: input.environment,
  })
  if (parsed === undefined) throw invalid(input.manifest, diagnostics)
  return { folder: dirname(path), parsed, diagnostics }
}

async function readManifest(path: string, shown: string, { files }: Context): Promise<Uint8Array> {
  const content = await files.read(path)
  switch (content.status) {
    case "read":
      return content.bytes
    case "missing":
      throw new AidepError(problem(missingManifest, { file: shown }))
    case "unreadable":
      throw new AidepError(problem(unreadableManifest, { file: shown, reason: content.reason }))
  }
}

function invalid(file: string, diagnostics: readonly Diagnostic[]): AidepError {
  const ordered = orderDiagnostics(diagnostics)
  const errors = ordered.filter(({ severity }) => severity === "error").length
  return new AidepError(problem(invalidManifest, { file: basename(file), errors }), {
    diagnostics: ordered,
  })
}

interface World {
  readonly parsed: ParsedManifest
  readonly folder: string
  readonly input: ProjectInput
  readonly context: Context
  readonly recorded: Readonly<Record<string, string>> | undefined
}

async function recordedPlacements(
  folder: string,
  parsed: ParsedManifest,
  { input, context }: Pick<World, "input" | "context">,
): Promise<World["recorded"]> {
  if (input.placement === undefined || input.target !== undefined) return undefined
  const environment = input.rehearsal?.environment ?? parsed.environment
  const { releases } = await readState({ folder, parsed, project: { environment } }, context)
  return releases.at(-1)?.platforms
}

/** Hints name platforms that could do better, so a manifest with errors is resolved again with all of them. */
async function resolveWith(
  { parsed, folder, input, context, recorded }: World,
  ids: Iterable<string>,
) {
  const providers = await context.platforms.load(ids)
  const resolveInput: ResolveInput = {
    parsed,
    platforms: providers,
    platformIds: context.platforms.ids,
    sources: await readSources(parsed.manifest, folder, context),
    variables: context.variables,
    target: input.target,
    recorded,
    replaced: input.rehearsal?.replaced,
    environmentName: input.rehearsal?.environment,
  }
  return { ...resolveProject(resolveInput), providers, resolveInput }
}

type Mentions = Pick<World, "input" | "context" | "recorded">

function mentionedPlatforms(
  manifest: Manifest,
  { input, recorded = {}, context: { platforms } }: Mentions,
): ReadonlySet<string> {
  const items = [...Object.values(manifest.services), ...Object.values(manifest.resources ?? {})]
  const watched = Object.values(manifest.observability ?? {}).map((observed) => observed?.target)
  const ids = [
    ...platforms.everywhere,
    ...items.flatMap((item) => [
      item.target,
      ...item.targets,
      ...Object.keys(item.platforms ?? {}),
    ]),
    ...Object.keys(manifest.platforms ?? {}),
    ...watched,
    manifest.edge?.target,
    input.target,
    ...Object.values(recorded),
    ...Object.values(input.rehearsal?.replaced ?? {}),
  ]
  return new Set(ids.filter((id): id is string => id !== undefined && id !== external))
}

/** Platforms that something is placed on, and those that serve the whole project. */
function workingProviders(
  project: Project,
  providers: ReadonlyMap<string, Provider>,
): readonly Provider[] {
  const used = new Set([
    ...project.services.map(({ placement }) => placement.platform),
    ...project.resources.map(({ placement }) => placement.platform),
    ...(project.edge === undefined ? [] : [project.edge.platform]),
  ])
  return [...providers.values()].filter(({ id, scope }) => scope === "project" || used.has(id))
}
