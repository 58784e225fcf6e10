import { join } from "node:path"
import type { NamedSecret } from "../../core/init/secret-files.ts"
import { isValidName, validName } from "../../core/init/valid-name.ts"
import { nearest } from "../../core/manifest/nearest.ts"
import type { Manifest } from "../../core/manifest/schema/manifest.ts"
import { external } from "../../core/project/placement.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { unwritable } from "../../errors/catalogue/artifact.ts"
import { declined, invalidName, invalidResult } from "../../errors/catalogue/init.ts"
import { invalidManifest } from "../../errors/catalogue/manifest.ts"
import { unknownTarget } from "../../errors/catalogue/project.ts"
import type { Diagnostic } from "../../errors/diagnostic.ts"
import { exitCodes } from "../../errors/exit-codes.ts"
import type { Context } from "../context.ts"
import { type LoadedProject, loadProject } from "../load-project.ts"
import { withPending } from "./pending-files.ts"
import { chooseStart } from "./choose-start.ts"
import { type Draft, draftOfServices, draftOfTemplate } from "./draft.ts"
import {
  manifestFile,
  openPlace,
  type Place,
  refuseExistingManifest,
  refuseFilledFolder,
  shownPath,
} from "./open-place.ts"
import type { InitFlags } from "./plan/init-plan.ts"
import type { PlannedValue } from "./plan/planned-values.ts"
import { type ProjectFile, projectFiles, type ProjectFiles } from "./project-files.ts"
import { checkTemplate } from "./templates.ts"

export interface InitInput {
  /** Folder of the project, relative to the working folder. */
  readonly folder: string
  readonly template?: string | undefined
  /** Source folders, relative to the project. */
  readonly sources: readonly string[]
  readonly flags: InitFlags
  /** Ask nothing. */
  readonly yes: boolean
  /** Replace an existing manifest, and with a template files of the same names. */
  readonly force: boolean
  /** Write nothing. */
  readonly printManifest: boolean
  /** Shows a person what would be written, before the last question. */
  readonly show: (proposal: InitProposal) => void
}

export interface InitProposal {
  readonly values: readonly PlannedValue[]
  readonly files: readonly WrittenFile[]
}

export interface WrittenFile {
  /** Relative to the working folder. */
  readonly path: string
  readonly change: ProjectFile["change"]
}

export interface InitResult extends InitProposal {
  readonly name: string
  /** As it was given. */
  readonly folder: string
  /** Text of the manifest. */
  readonly manifest: string
  /** True when a person has seen the proposal. */
  readonly asked: boolean
  /** Names of secrets that need values. */
  readonly secrets: readonly string[]
  /** A `.env` is there and lacks the key of the project. */
  readonly keyMissing: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Writes a new project: from a template, or a manifest for code that is there. What would be written is checked
 * as `validate` would, shown, and written as a whole or not at all.
 *
 * @throws AidepError those of `init/*`; `usage/no-terminal`; `project/unknown-target`; `artifact/unwritable`.
 */
export async function init(input: InitInput, context: Context): Promise<InitResult> {
  const place = await openPlace(input.folder, context)
  checkFlags(input.flags, context)
  if (!input.force && !input.printManifest) await refuseExistingManifest(place, context)
  const draft = await makeDraft(input, place, context)
  const { parsed, diagnostics } = await checkDraft(draft, place, context)
  const secrets = secretsOf(parsed.manifest)
  const made = await projectFiles({ own: draft.files, secrets, place }, context)
  const asks = asksIn(input, context)
  const result = describe({ draft, made, place, secrets, asked: asks }, diagnostics, context)
  if (input.printManifest) return result
  if (asks) await confirmProposal(result, input, context)
  await write(made.files, place, context)
  return result
}

function asksIn({ yes }: InitInput, { prompt }: Context): boolean {
  return prompt.available && !yes
}

function checkFlags({ name, targets }: InitFlags, { platforms }: Context): void {
  if (name !== undefined && !isValidName(name))
    throw new AidepError(problem(invalidName, { name, near: validName(name, "project") }))
  const known = [...platforms.ids, external]
  const unknown = targets.find((target) => !known.includes(target))
  if (unknown === undefined) return
  const near = nearest(unknown, known)
  const params = { target: unknown, known, ...(near === undefined ? {} : { near }) }
  throw new AidepError({ ...problem(unknownTarget, params), exit: exitCodes.usage })
}

async function makeDraft(input: InitInput, place: Place, context: Context): Promise<Draft> {
  const world = { context, asks: asksIn(input, context) }
  const { flags, sources, force, printManifest } = input
  const start = await chooseStart({ place, sources, flags, template: input.template }, world)
  if (start.type === "services") return await draftOfServices({ ...start, place }, world)
  await checkTemplate(start.name, context)
  if (!force && !printManifest) await refuseFilledFolder(place, start.name, context)
  return await draftOfTemplate(start, { place, sources, flags }, world)
}

/** Reads the project as it would be. @throws AidepError `init/invalid-result` with all diagnostics. */
async function checkDraft(draft: Draft, place: Place, context: Context): Promise<LoadedProject> {
  const pending = draft.files.map(({ path, text }) => ({ path: join(place.folder, path), text }))
  const files = withPending(context.files, pending)
  try {
    const manifest = shownPath(place, manifestFile, context)
    return await loadProject({ manifest }, { ...context, files })
  } catch (error) {
    if (!(error instanceof AidepError) || error.code !== invalidManifest.code) throw error
    const { diagnostics } = error
    const errors = diagnostics.filter(({ severity }) => severity === "error").length
    throw new AidepError(problem(invalidResult, { errors }), { diagnostics, cause: error })
  }
}

function secretsOf({ services }: Manifest): readonly NamedSecret[] {
  const uses = Object.entries(services).flatMap(([service, { secrets = [] }]) =>
    secrets.map((name) => ({ name, service })),
  )
  return [...Map.groupBy(uses, ({ name }) => name)].map(([name, users]) => ({
    name,
    services: users.map(({ service }) => service),
  }))
}

interface Made {
  readonly draft: Draft
  readonly made: ProjectFiles
  readonly place: Place
  readonly secrets: readonly NamedSecret[]
  readonly asked: boolean
}

function describe(
  { draft, made, place, secrets, asked }: Made,
  diagnostics: readonly Diagnostic[],
  context: Context,
): InitResult {
  return {
    name: draft.name,
    folder: place.shown,
    values: draft.values,
    files: made.files.map(({ name, change }) => ({
      path: shownPath(place, name, context),
      change,
    })),
    manifest: draft.files.find(({ path }) => path === manifestFile)?.text ?? "",
    asked,
    secrets: secrets.map(({ name }) => name),
    keyMissing: made.keyMissing,
    diagnostics: [...draft.diagnostics, ...diagnostics],
  }
}

async function confirmProposal(
  { values, files }: InitResult,
  { show }: InitInput,
  { prompt }: Context,
): Promise<void> {
  show({ values, files })
  const count = files.length === 1 ? "this file" : `these ${files.length} files`
  if (await prompt.confirm({ message: `Write ${count}?` })) return
  throw new AidepError(problem(declined, {}))
}

async function write(files: readonly ProjectFile[], place: Place, context: Context): Promise<void> {
  const outcome = await context.files.writeAll(files)
  if (outcome.status === "written") return
  const shown = (path: string) =>
    shownPath(place, files.find((file) => file.path === path)?.name ?? path, context)
  const { path, reason, replaced } = outcome
  const params = { file: shown(path), reason, replaced: replaced.map(shown) }
  throw new AidepError(problem(unwritable, params))
}
