import { type ApiOutcome, type ObservedResource, projectOwner } from "aidep/provider"
import { adoptedAddress } from "../../../_shared/remote/ownership.ts"
import { platformId } from "../../options.ts"
import { kinds, volumeAddress } from "../../resources.ts"
import { askModal } from "../cli/ask-modal.ts"
import * as commands from "../cli/commands.ts"
import { saysMissing } from "../cli/failures.ts"
import { fileList } from "../cli/read-lists.ts"
import { type ModalScope, placeOf } from "../cli/modal-scope.ts"

/** A volume has no label: a file in it says whose it is. */
const markFolder = "/.aidep"

type Place = Pick<ModalScope, "environment" | "project">

/** Path of the file that marks a volume of this project and environment. */
export function markOf(part: string, { environment, project }: Place): string {
  return `${markFolder}/${[project, environment, part].join(".")}`
}

/** The part that the mark in a volume names; undefined where it is not ours. */
export async function markedPart(
  name: string,
  scope: ModalScope,
): Promise<ApiOutcome<string | undefined>> {
  const listed = await askModal(
    {
      operation: "modal.listFiles",
      args: commands.listFiles(name, markFolder, placeOf(scope)),
      answer: fileList,
    },
    scope,
  )
  if (listed.status === "failed")
    return saysMissing(listed) ? { status: "done", value: undefined } : listed
  const start = `${scope.project}.${scope.environment}.`
  const files = listed.value.map(({ filename }) => filename.split("/").at(-1) ?? "")
  const mark = files.find((file) => file.startsWith(start))
  return { status: "done", value: mark?.slice(start.length) }
}

export async function observedVolume(
  name: string,
  scope: ModalScope,
): Promise<ApiOutcome<ObservedResource | undefined>> {
  const marked = await markedPart(name, scope)
  if (marked.status === "failed") return marked
  const address =
    marked.value === undefined
      ? adoptedAddress(name, scope)
      : volumeAddress(marked.value, scope.environment)
  if (address === undefined) return { status: "done", value: undefined }
  const value: ObservedResource = {
    address,
    kind: kinds.volume,
    provider: platformId,
    owner: projectOwner,
    id: name,
    observed: { name, environment: placeOf(scope) ?? null },
    holdsData: true,
    deploymentId: undefined,
    state: "running",
    about: "It keeps data.",
    outputs: {},
  }
  return { status: "done", value }
}
