import { problem, type RemoteScope, type ResourceWork, shortHash } from "aidep/provider"
import * as errors from "../../errors.ts"
import type { SourceSpec } from "../../local-spec.ts"
import { placesOf, wholeMark } from "../places.ts"
import { searchPath } from "../programs.ts"
import { done, failure, type Step } from "../step.ts"
import { installNodePackages } from "./node.ts"
import type { Workplace } from "./prepared.ts"
import { preparePython } from "./python.ts"
import { buildSite } from "./site.ts"
import { bundleWorker } from "./worker.ts"

/** Dependencies are installed anew, history and caches are no part of what runs, and secrets come as variables. */
const skipped = [
  ".git",
  ".aidep",
  ".env",
  ".venv",
  "venv",
  "node_modules",
  "__pycache__",
  ".pytest_cache",
  ".wrangler",
]

/** Copies the source and installs its packages, unless that was done for the same deployment before. */
export async function prepareSource(
  spec: SourceSpec,
  work: ResourceWork,
  scope: RemoteScope,
): Promise<Step<Workplace>> {
  const { owner, deploymentId = "" } = work.desired
  const folder = placesOf(owner, scope).build(shortHash(deploymentId + JSON.stringify(spec)))
  const bare: Workplace = { item: owner, folder, path: searchPath(scope, []), scope }
  const isNew = (await scope.ports.files.inspect(wholeMark(folder))) !== "file"
  if (isNew) {
    const copied = await copySource(spec, bare)
    if (copied.status === "failed") return copied
  }
  const python = await preparePython(spec, bare)
  if (python.status === "failed") return python
  const bin = `${folder}/node_modules/.bin`
  const workplace = { ...bare, path: searchPath(scope, [...python.value, bin]) }
  return isNew ? await finish(spec, workplace, work) : done(workplace)
}

async function copySource(
  { source }: SourceSpec,
  { item, folder, scope }: Workplace,
): Promise<Step<undefined>> {
  const { files } = scope.ports
  scope.progress(item, "Copying the source")
  await files.remove(folder)
  const from = source === "." ? scope.folder : `${scope.folder}/${source}`
  const outcome = await files.copyFolder({ from, to: folder, skip: skipped })
  if (outcome.status === "copied") return done(undefined)
  return failure(problem(errors.copyFailed, { item, path: outcome.path, reason: outcome.reason }))
}

/** Packages and the build, then the mark that says that all of it went through. */
async function finish(
  spec: SourceSpec,
  workplace: Workplace,
  { variables }: ResourceWork,
): Promise<Step<Workplace>> {
  const { folder, scope } = workplace
  const installed = await installNodePackages(spec, workplace)
  if (installed.status === "failed") return installed
  if (spec.type === "site") {
    const built = await buildSite(spec, workplace, variables)
    if (built.status === "failed") return built
  }
  if (spec.type === "worker") {
    const bundled = await bundleWorker(spec, workplace)
    if (bundled.status === "failed") return bundled
  }
  const path = wholeMark(folder)
  const written = await scope.ports.files.writeAll([{ path, text: "" }])
  if (written.status === "written") return done(workplace)
  return failure(problem(errors.unwritable, { path: written.path, reason: written.reason }))
}
