import type { RenderScope } from "../api/render-api.ts"

/**
 * The name in the manifest that a built name stands for; undefined where the name was not built, or where it may have
 * been cut, so that a part of it is only a hash.
 */
export function partOf(
  name: string,
  { environment, nameOf, project }: Pick<RenderScope, "environment" | "nameOf" | "project">,
): string | undefined {
  const start = `${project}-${environment}-`
  if (!name.startsWith(start)) return undefined
  const rest = name.slice(start.length)
  const part = rest.replace(/-[\da-f]{8}$/, "")
  return part !== "" && nameOf(part) === name ? part : undefined
}
