import type { RemoteScope } from "aidep/provider"

type Scope = Pick<RemoteScope, "machine" | "ports">

/** Where programs are looked for, first folder first. */
export function searchPath({ machine }: Pick<RemoteScope, "machine">, first: readonly string[]) {
  const own = machine.variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
  const folders = own.split(":").filter((folder) => folder.startsWith("/"))
  return [...first, folderOf(machine.nodePath), ...folders]
}

/** The first of the folders that has a file of the name. */
export async function findProgram(
  name: string,
  folders: readonly string[],
  { ports }: Scope,
): Promise<string | undefined> {
  for (const folder of new Set(folders)) {
    const path = `${folder}/${name}`
    if ((await ports.files.inspect(path)) === "file") return path
  }
  return undefined
}

/** A program of aidep itself. They stand side by side, one folder each, and the machine's description names one. */
export function ownProgram(
  name: "worker-server" | "job-runner",
  { machine: { staticServer } }: Pick<RemoteScope, "machine">,
): string {
  return staticServer.replace(/[^/]+(?=\/[^/]+$)/, name)
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "/"
}

/** Variables that programs need to run at all; nothing else of the user's environment reaches a service. */
export function basicVariables(
  { machine }: Pick<RemoteScope, "machine">,
  folders: readonly string[],
): Readonly<Record<string, string>> {
  const { HOME, LANG, TMPDIR } = machine.variables
  return {
    PATH: folders.join(":"),
    HOME: HOME ?? "/",
    LANG: LANG ?? "C.UTF-8",
    TMPDIR: TMPDIR ?? "/tmp",
  }
}
