import type { RemoteScope } from "aidep/provider"

/** A program with its arguments, as it has to be called. */
export type RunAs = (
  file: string,
  args: readonly string[],
) => { readonly file: string; readonly args: string[] }

const anyId = "1000"

/**
 * Calls programs that refuse to run as root. Root gets a user namespace, in which the same files belong to another
 * user; undefined where the system does not allow one. Everybody else calls the program as it is.
 */
export async function notAsRoot({ ports }: RemoteScope): Promise<RunAs | undefined> {
  const ask = async (file: string, args: readonly string[]) => {
    const outcome = await ports.processes.run({ file, args, effect: "read", timeoutMs: 10_000 })
    return outcome.status === "ended" && outcome.exitCode === 0 ? outcome.stdout.trim() : undefined
  }
  if ((await ask("id", ["-u"])) !== "0") return (file, args) => ({ file, args: [...args] })
  const user = ["--user", `--map-user=${anyId}`, `--map-group=${anyId}`, "--"]
  if ((await ask("unshare", [...user, "id", "-u"])) !== anyId) return undefined
  return (file, args) => ({ file: "unshare", args: [...user, file, ...args] })
}
