import type { DataValue, YamlComment } from "aidep/provider"
import { versions } from "./actions.ts"
import type { Workflow } from "./types.ts"

/** Comments behind the lines of a workflow: versions of actions, and what a permission is for. */
export function workflowComments(workflow: Workflow): readonly YamlComment[] {
  return [...versionComments(workflow, []), ...permissionComments(workflow)]
}

function versionComments(
  value: DataValue | undefined,
  path: YamlComment["path"],
): readonly YamlComment[] {
  if (typeof value === "string") {
    const version = versions.get(value)
    return version === undefined ? [] : [{ path, text: version }]
  }
  if (typeof value !== "object" || value === null) return []
  const inner: readonly (readonly [string | number, DataValue | undefined])[] = isList(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  return inner.flatMap(([key, item]) => versionComments(item, [...path, key]))
}

function isList(value: object): value is readonly DataValue[] {
  return Array.isArray(value)
}

/** A permission to write is worth a word to whoever reviews the file. */
function permissionComments({ jobs }: Workflow): readonly YamlComment[] {
  return Object.entries(jobs)
    .filter(([, { permissions }]) => permissions?.packages === "write")
    .map(([id]) => ({ path: ["jobs", id, "permissions", "packages"], text: "Pushes the image." }))
}
