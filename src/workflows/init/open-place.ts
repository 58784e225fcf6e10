import { basename, join, relative, resolve } from "node:path"
import { parseManifest } from "../../core/manifest/parse-manifest.ts"
import { AidepError, problem } from "../../errors/aidep-error.ts"
import { manifestExists, notAFolder, notEmpty } from "../../errors/catalogue/init.ts"
import { exitCodes } from "../../errors/exit-codes.ts"
import type { Context } from "../context.ts"

export const manifestFile = "aidep.yaml"

/** Where the project goes. */
export interface Place {
  /** Absolute. */
  readonly folder: string
  /** As it was given. */
  readonly shown: string
  /** Name of the folder, also where it was given as `.`. */
  readonly name: string
}

/**
 * The folder that a path leads to; it need not exist yet.
 *
 * @throws AidepError `init/not-a-folder`.
 */
export async function openPlace(shown: string, context: Context): Promise<Place> {
  const folder = resolve(context.workingFolder, shown)
  const kind = await context.files.inspect(folder)
  if (kind === "folder" || kind === "missing") return { folder, shown, name: basename(folder) }
  const why = kind === "unreadable" ? "cannot be read" : "is not a folder"
  const wrong = problem(notAFolder, { folder: shown, why })
  const exit = kind === "unreadable" ? exitCodes.environment : wrong.exit
  throw new AidepError({ ...wrong, exit })
}

/** Path of a file of the project as people type it: relative to the working folder. */
export function shownPath({ folder }: Place, path: string, { workingFolder }: Context): string {
  return relative(workingFolder, join(folder, path)).replaceAll("\\", "/")
}

/** @throws AidepError `init/manifest-exists`, which says what stands there. */
export async function refuseExistingManifest(place: Place, context: Context): Promise<void> {
  const content = await context.files.read(join(place.folder, manifestFile))
  if (content.status === "missing") return
  const file = shownPath(place, manifestFile, context)
  const found =
    content.status === "unreadable"
      ? `it cannot be read (${content.reason})`
      : describeManifest(content.bytes, file)
  throw new AidepError(problem(manifestExists, { file, found }))
}

function describeManifest(bytes: Uint8Array, file: string): string {
  const { parsed, diagnostics } = parseManifest(bytes, { file })
  if (parsed === undefined)
    return diagnostics.length === 1 ? "it has an error" : `it has ${diagnostics.length} errors`
  const { name, services } = parsed.manifest
  const names = Object.keys(services).map((service) => `"${service}"`)
  const shown = names.slice(0, 5).join(", ")
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ""
  return `the project "${name}" with ${names.length === 1 ? "the service" : "the services"} ${shown}${more}`
}

/** @throws AidepError `init/not-empty`. */
export async function refuseFilledFolder(
  { folder, shown }: Place,
  template: string,
  context: Context,
): Promise<void> {
  const names = await context.files.list(folder)
  const files = names.filter((name) => name !== ".git")
  if (files.length > 0) throw new AidepError(problem(notEmpty, { folder: shown, template, files }))
}
