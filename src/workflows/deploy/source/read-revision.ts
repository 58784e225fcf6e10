import type { Command } from "../../../ports/processes.ts"
import type { Context } from "../../context.ts"

/** The commit that platforms build. */
export interface Revision {
  readonly commit: string
  /** `owner/name` on GitHub; undefined for a remote elsewhere. */
  readonly repository: string | undefined
  /** Id of git's tree of a folder, relative to the manifest's; undefined for a folder that is not in the commit. */
  readonly treeOf: (path: string) => Promise<string | undefined>
}

export type ReadRevision =
  | { readonly status: "read"; readonly revision: Revision }
  /** `reason` is a sentence. */
  | { readonly status: "failed"; readonly reason: string }

/** The commit of a folder, when it is all there is: nothing changed since, and a remote has it. */
export async function readRevision(folder: string, context: Context): Promise<ReadRevision> {
  const git = (...args: readonly string[]) => runGit(args, folder, context)
  const commit = await git("rev-parse", "HEAD")
  if (commit === undefined) return failed("The folder is in no git repository with a commit.")
  const changed = await git("status", "--porcelain", "--", ".")
  if (changed === undefined) return failed('"git status" does not work here.')
  if (changed !== "") return failed(`${changedFiles(changed)} not committed.`)
  const branches = await git("branch", "--remotes", "--contains", commit, "--format=%(refname)")
  if (branches === undefined || branches === "")
    return failed(`The commit ${commit.slice(0, 7)} is not pushed.`)
  const remote = await git("remote", "get-url", "origin")
  return {
    status: "read",
    revision: {
      commit,
      repository: /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(remote ?? "")?.[1],
      treeOf: async (path) => await git("rev-parse", `${commit}:./${path === "." ? "" : path}`),
    },
  }
}

function failed(reason: string): ReadRevision {
  return { status: "failed", reason }
}

function changedFiles(status: string): string {
  const files = status.split("\n").map((line) => line.slice(3))
  const [first = ""] = files
  return files.length === 1 ? `"${first}" is` : `"${first}" and ${files.length - 1} more are`
}

const gitTimeoutMs = 20_000

async function runGit(
  args: readonly string[],
  workingFolder: string,
  { processes }: Context,
): Promise<string | undefined> {
  const command: Command = {
    file: "git",
    args,
    effect: "read",
    timeoutMs: gitTimeoutMs,
    workingFolder,
    variables: { GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
  }
  const outcome = await processes.run(command)
  return outcome.status === "ended" && outcome.exitCode === 0 ? outcome.stdout.trimEnd() : undefined
}
