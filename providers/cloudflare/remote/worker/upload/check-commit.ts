import { type Problem, problem, type ResourceWork } from "aidep/provider"
import type { CloudflareScope } from "../../api/cloudflare-api.ts"
import { otherCommit } from "../errors.ts"

/** Git's id of nothing: no commit in particular, as in a rehearsal. */
const noCommit = /^0*$/

/**
 * A Worker is bundled from the folder at hand. In a deploy that is the commit; in a rollback it may be another one, whose
 * code must not get an earlier release's name.
 */
export async function refuseOtherCommit(
  { desired: { owner }, source }: ResourceWork,
  { folder, ports }: CloudflareScope,
): Promise<Problem | undefined> {
  if (source?.type !== "commit" || noCommit.test(source.commit)) return undefined
  const head = await ports.processes.run({
    file: "git",
    args: ["rev-parse", "HEAD"],
    effect: "read",
    timeoutMs: 20_000,
    workingFolder: folder,
    variables: { GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
  })
  const commit = head.status === "ended" && head.exitCode === 0 ? head.stdout.trim() : undefined
  if (commit === source.commit) return undefined
  return problem(otherCommit, { service: owner, commit: source.commit })
}
