import { problem } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { WorkerSpec } from "../../local-spec.ts"
import { findProgram, folderOf } from "../programs.ts"
import { done, failure, type Step } from "../step.ts"
import type { Workplace } from "./prepared.ts"

/**
 * Folder of the package wrangler: as Node would find it from the service's own folder, then as aidep itself finds it,
 * then the one in PATH.
 */
export async function findWrangler(
  { source }: WorkerSpec,
  { item, path, scope }: Workplace,
): Promise<Step<string>> {
  const { files } = scope.ports
  const own = source === "." ? scope.folder : `${scope.folder}/${source}`
  const inPath = await findProgram("wrangler", path, scope)
  const candidates = [
    ...[...upwardsFrom(own), ...upwardsFrom(folderOf(scope.machine.staticServer))].map(
      (folder) => `${folder === "/" ? "" : folder}/node_modules/wrangler`,
    ),
    // The program is the file "bin/wrangler.js" of the package.
    ...(inPath === undefined ? [] : [folderOf(folderOf(await files.realPath(inPath)))]),
  ]
  for (const candidate of candidates)
    if ((await files.inspect(wranglerProgram(candidate))) === "file")
      return done(await files.realPath(candidate))
  return failure(problem(errors.wranglerMissing, { item, folder: source }))
}

export function wranglerProgram(folder: string): string {
  return `${folder}/bin/wrangler.js`
}

function upwardsFrom(folder: string): readonly string[] {
  return folder === "/" ? ["/"] : [folder, ...upwardsFrom(folderOf(folder))]
}
