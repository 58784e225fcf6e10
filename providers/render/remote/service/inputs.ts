import { type ApiOutcome, failedWith, problem, type ResourceWork } from "aidep/provider"
import * as z from "zod"
import { credentialUnknown, repositoryUnknown } from "../../errors/workspace.ts"
import type { ServiceSettings } from "../../resources/service-settings.ts"
import * as answers from "../api/answers.ts"
import type { ServicePlace, Variable } from "./bodies.ts"
import { markers, resourceMarker } from "../../../_shared/remote/ownership.ts"
import { commitMarker } from "../read/markers.ts"
import { read, type RenderScope } from "../api/render-api.ts"

type Code = Pick<ServicePlace, "repo" | "imagePath">

/** What Render builds or runs. It takes no folder of this machine. */
export function codeOf(
  { desired: { owner }, source }: ResourceWork,
  { image, repo }: ServiceSettings,
): ApiOutcome<Code> {
  if (image !== null) {
    const imagePath = source?.type === "image" ? source.reference : image
    return { status: "done", value: { repo: undefined, imagePath } }
  }
  const remote = source?.type === "commit" ? source.repository : undefined
  const address = repo ?? (remote === undefined ? undefined : `https://github.com/${remote}`)
  if (address === undefined) return failedWith(problem(repositoryUnknown, { service: owner }))
  return { status: "done", value: { repo: address, imagePath: undefined } }
}

interface CredentialInput {
  readonly work: ResourceWork
  readonly settings: ServiceSettings
  readonly ownerId: string
}

/** Undefined where the settings name none. */
export async function credentialId(
  { ownerId, settings: { registryCredential: name }, work }: CredentialInput,
  scope: RenderScope,
): Promise<ApiOutcome<string | undefined>> {
  if (name === null) return { status: "done", value: undefined }
  const outcome = await read(
    {
      operation: "listRegistryCredentials",
      path: "/registrycredentials",
      query: { name, ownerId },
      answer: z.array(answers.owner),
    },
    scope,
  )
  if (outcome.status === "failed") return outcome
  const found = outcome.value.find((credential) => credential.name === name)
  if (found !== undefined) return { status: "done", value: found.id }
  return failedWith(problem(credentialUnknown, { service: work.desired.owner, name }))
}

/** Of the process, of its build, and those by which aidep finds it again. */
export function sentVariables(
  { desired, source, variables }: ResourceWork,
  settings: ServiceSettings,
  scope: RenderScope,
): readonly Variable[] {
  const all = {
    ...settings.variables,
    ...variables,
    [markers.resource]: resourceMarker(desired.address, scope),
    ...(source?.type === "commit" ? { [commitMarker]: source.commit } : {}),
  }
  return Object.entries(all).map(([key, value]) => ({ key, value }))
}
