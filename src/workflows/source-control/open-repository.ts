import { AidepError, problem } from "../../errors/aidep-error.ts"
import {
  missingToken,
  repositoryFailed,
  unknownRepository,
} from "../../errors/catalogue/repository.ts"
import type { Outcome, SourceControl } from "../../ports/source-control.ts"
import type { Context } from "../context.ts"
import type { SecretLookup } from "../load-secrets.ts"

export interface RepositoryInput {
  /** `owner/name`; default: that of the pipeline, or of the git remote. */
  readonly repository?: string | undefined
  readonly signal: AbortSignal
}

export interface OpenedRepository {
  /** `owner/name` */
  readonly name: string
  readonly control: SourceControl
}

const tokenVariables = ["GITHUB_TOKEN", "GH_TOKEN"] as const

/**
 * The project's repository where it is hosted.
 *
 * @throws AidepError `repository/unknown`, `repository/missing-token`.
 */
export async function openRepository(
  { repository, signal }: RepositoryInput,
  { folder, secret }: { readonly folder: string; readonly secret: SecretLookup },
  context: Context,
): Promise<OpenedRepository> {
  const { variables, openSourceControl } = context
  const name = repository ?? variables["GITHUB_REPOSITORY"] ?? (await ofRemote(folder, context))
  if (name === undefined || !/^[\w.-]+\/[\w.-]+$/.test(name))
    throw new AidepError(problem(unknownRepository, {}))
  const token = tokenVariables.map(secret).find((value) => value !== undefined)
  if (token === undefined)
    throw new AidepError(problem(missingToken, { variables: tokenVariables }))
  const url = variables["GITHUB_API_URL"]
  return { name, control: openSourceControl({ repository: name, token, url, signal }) }
}

const gitTimeoutMs = 10_000

/** From `https://host/owner/name.git` and `git@host:owner/name.git`. */
async function ofRemote(folder: string, { processes }: Context): Promise<string | undefined> {
  const outcome = await processes.run({
    file: "git",
    args: ["remote", "get-url", "origin"],
    effect: "read",
    timeoutMs: gitTimeoutMs,
    workingFolder: folder,
  })
  if (outcome.status !== "ended" || outcome.exitCode !== 0) return undefined
  return /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?\s*$/.exec(outcome.stdout)?.[1]
}

/** @throws AidepError `repository/failed`. `done` says in a sentence what state things are in. */
export function valueOf<Value>(
  outcome: Outcome<Value>,
  { name }: OpenedRepository,
  done = "Nothing was changed.",
): Value {
  if (outcome.status === "done") return outcome.value
  throw new AidepError(
    problem(repositoryFailed, { repository: name, reason: outcome.reason, done }),
  )
}
