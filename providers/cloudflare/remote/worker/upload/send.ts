import {
  type ApiOutcome,
  type ApplyOutcome,
  makeOnce,
  notApplied,
  platformErrors,
  problem,
} from "aidep/provider"
import {
  change,
  type CloudflareOutcome,
  type CloudflareScope,
  nothing,
} from "../../api/cloudflare-api.ts"
import * as answers from "../answers.ts"
import { listScripts, scriptPath, versionsOf } from "../calls.ts"
import { deploymentIn } from "../read/annotations.ts"
import { formOf } from "./form.ts"
import { scriptMetadata, versionMetadata } from "./metadata.ts"
import type { Prepared } from "./prepare.ts"

type Failed = Extract<ApplyOutcome, { readonly status: "failed" }>
type Sent<T> = { readonly status: "sent"; readonly value: T } | Failed

const uploadMs = 120_000

export interface NewScript {
  readonly service: string
  readonly prepared: Prepared
  readonly tags: readonly string[]
}

/** Makes the script with its first version, which gets all requests at once. */
export async function makeScript(
  { prepared, service, tags }: NewScript,
  scope: CloudflareScope,
): Promise<Sent<unknown>> {
  const { name } = prepared.described.settings
  const make = async (): Promise<ApiOutcome<unknown>> =>
    await change(
      {
        operation: "updateWorker",
        method: "PUT",
        path: scriptPath(name, scope),
        form: formFor(scriptMetadata(prepared.described, tags), prepared),
        answer: nothing,
        idempotent: false,
        secrets: secretsIn(prepared),
        timeoutMs: uploadMs,
      },
      scope,
    )
  const find = async (): Promise<ApiOutcome<unknown>> => {
    const scripts = await listScripts(scope)
    if (scripts.status === "failed") return scripts
    return { status: "done", value: scripts.value.find(({ id }) => id === name) }
  }
  return sentOf(await makeOnce<unknown>({ make, find }, scope), service)
}

/** Makes a version that gets no requests yet, and answers with its id. */
export async function makeVersion(
  service: string,
  prepared: Prepared,
  scope: CloudflareScope,
): Promise<Sent<string>> {
  const { deploymentId, settings } = prepared.described
  const before = await newestWith(deploymentId, settings.name, scope)
  if (before.status === "failed") return notApplied(before)
  const make = async (): Promise<ApiOutcome<string>> => {
    const made = await change(
      {
        operation: "createVersion",
        method: "POST",
        path: `${scriptPath(settings.name, scope)}/versions`,
        form: formFor(versionMetadata(prepared.described), prepared),
        answer: answers.made,
        idempotent: false,
        secrets: secretsIn(prepared),
        timeoutMs: uploadMs,
      },
      scope,
    )
    return made.status === "failed" ? made : { status: "done", value: made.value.id }
  }
  const find = async (): Promise<ApiOutcome<string | undefined>> => {
    const newest = await newestWith(deploymentId, settings.name, scope)
    if (newest.status === "failed") return newest
    return { status: "done", value: newest.value === before.value ? undefined : newest.value }
  }
  return sentOf(await makeOnce({ make, find }, scope), service)
}

/** Id of the newest version of a deployment. */
async function newestWith(
  deploymentId: string | undefined,
  name: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<string | undefined>> {
  const versions = await versionsOf(name, scope)
  if (versions.status === "failed") return versions
  const found = versions.value.find((version) => deploymentIn(version) === deploymentId)
  return { status: "done", value: found?.id }
}

function formFor(metadata: object, { modules }: Prepared) {
  const described = {
    name: "metadata",
    fileName: undefined,
    contentType: "application/json",
    text: JSON.stringify(metadata),
  }
  return formOf([described, ...modules])
}

function secretsIn({ described: { variables } }: Prepared): readonly string[] {
  return Object.values(variables.secret)
}

/** Cloudflare runs the top level of a Worker before it takes it: code that ends there is refused with this code. */
const startFailed = 10_021

function sentOf<T>(outcome: ApiOutcome<T>, service: string): Sent<T> {
  if (outcome.status === "done") return { status: "sent", value: outcome.value }
  const codes = "codes" in outcome ? outcome.codes : []
  if (!Array.isArray(codes) || !codes.includes(startFailed)) return notApplied(outcome)
  const reason = outcome.problem.message
  const params = { platform: "Cloudflare", item: service, reason: "its code ends while it starts." }
  return { status: "failed", problem: problem(platformErrors.crashed, params), log: [reason] }
}
