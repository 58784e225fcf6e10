import {
  type ApiOutcome,
  type ApplyOutcome,
  failedWith,
  makeOnce,
  notApplied,
  platformErrors,
  problem,
  type ResourceWork,
} from "aidep/provider"
import * as z from "zod"
import { askModal, runModal } from "./cli/ask-modal.ts"
import * as commands from "./cli/commands.ts"
import { type ModalScope, placeOf } from "./cli/modal-scope.ts"
import { fileList, readVolumeNames } from "./cli/read-lists.ts"
import { ensureEnvironment } from "./environment.ts"
import { withFile } from "./files/with-file.ts"
import { markedPart, markOf } from "./read/volumes.ts"

const volumeSettings = z.object({ name: z.string() })

/**
 * Makes a volume and marks it. One that stands and holds nobody's mark was made by a command that ended in between, or is
 * somebody else's: it is taken only while it is empty.
 */
export async function createVolume(
  { desired }: ResourceWork,
  scope: ModalScope,
): Promise<ApplyOutcome> {
  const { name } = volumeSettings.parse(desired.desired)
  const place = await ensureEnvironment(scope)
  if (place.status === "failed") return notApplied(place)
  const standing = await stands(name, scope)
  if (standing.status === "failed") return notApplied(standing)
  if (standing.value) {
    const allowed = await mayTake(name, desired.address, scope)
    if (allowed.status === "failed") return notApplied(allowed)
  } else {
    const made = await makeVolume(name, scope)
    if (made.status === "failed") return notApplied(made)
  }
  const marked = await mark(name, desired.address, scope)
  return marked.status === "failed"
    ? notApplied(marked)
    : { status: "applied", id: name, outputs: {} }
}

/** Marks what was taken over. */
export async function updateVolume(
  { desired }: ResourceWork,
  scope: ModalScope,
): Promise<ApplyOutcome> {
  const { name } = volumeSettings.parse(desired.desired)
  const marked = await mark(name, desired.address, scope)
  return marked.status === "failed"
    ? notApplied(marked)
    : { status: "applied", id: name, outputs: {} }
}

async function stands(name: string, scope: ModalScope): Promise<ApiOutcome<boolean>> {
  const names = await readVolumeNames(scope)
  return names.status === "failed" ? names : { status: "done", value: names.value.has(name) }
}

async function makeVolume(name: string, scope: ModalScope): Promise<ApiOutcome<string>> {
  const make = async (): Promise<ApiOutcome<string>> => {
    const args = commands.createVolume(name, placeOf(scope))
    const said = await runModal({ operation: "modal.createVolume", args, effect: "change" }, scope)
    return said.status === "failed" ? said : { status: "done", value: name }
  }
  const find = async (): Promise<ApiOutcome<string | undefined>> => {
    const found = await stands(name, scope)
    if (found.status === "failed") return found
    return { status: "done", value: found.value ? name : undefined }
  }
  return await makeOnce({ make, find }, scope)
}

/** What the journal knows, or what holds our mark or nothing at all. */
async function mayTake(
  name: string,
  address: string,
  scope: ModalScope,
): Promise<ApiOutcome<string>> {
  if (scope.known.get(address) === name) return { status: "done", value: name }
  const marked = await markedPart(name, scope)
  if (marked.status === "failed") return marked
  if (marked.value !== undefined) return { status: "done", value: name }
  const empty = await isEmpty(name, scope)
  if (empty.status === "failed") return empty
  if (empty.value) return { status: "done", value: name }
  const params = { platform: "Modal", kind: "volume", name, address }
  return failedWith(problem(platformErrors.nameTaken, params))
}

async function isEmpty(name: string, scope: ModalScope): Promise<ApiOutcome<boolean>> {
  const args = commands.listFiles(name, "/", placeOf(scope))
  const files = await askModal({ operation: "modal.listFiles", args, answer: fileList }, scope)
  return files.status === "failed" ? files : { status: "done", value: files.value.length === 0 }
}

/** The client overwrites the file, so that marking twice is marking once. */
async function mark(name: string, address: string, scope: ModalScope): Promise<ApiOutcome<string>> {
  const part = address.split("/").at(-1) ?? ""
  const text = `This volume belongs to "${part}" of ${scope.project} in ${scope.environment}.\n`
  const file = { name: `mark-${name}`, text, isSecret: false }
  return await withFile(file, scope, async (path) => {
    const to = markOf(part, scope)
    const args = commands.upload({ volume: name, file: path, to }, placeOf(scope))
    const said = await runModal({ operation: "modal.markVolume", args, effect: "change" }, scope)
    return said.status === "failed" ? said : { status: "done", value: name }
  })
}
