import type { RemoteScope } from "aidep/provider"

type Naming = Pick<RemoteScope, "environment" | "nameOf" | "project">

/**
 * The name in the manifest that a built name stands for; undefined where the name was not built, or where it may have
 * been cut, so that a part of it is only a hash.
 */
export function partOf(name: string, naming: Naming): string | undefined {
  const start = builtStart(naming)
  if (!name.startsWith(start)) return undefined
  const part = name.slice(start.length).replace(/-[\da-f]{8}$/, "")
  return part !== "" && naming.nameOf(part) === name ? part : undefined
}

/** With which every built name of the environment begins that is not cut within it. */
export function builtStart({ environment, project }: Naming): string {
  return `${project}-${environment}-`
}
