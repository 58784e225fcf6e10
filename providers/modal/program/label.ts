import { shortHash } from "aidep/provider"

/** Leaves room for the workspace in a name of DNS, which has 63 characters at most. */
const longestLabel = 40

/** Last part of the address of an app. */
export function labelOf(app: string): string {
  if (app.length <= longestLabel) return app
  const hash = shortHash(app)
  return `${app.slice(0, longestLabel - hash.length - 1).replace(/-+$/, "")}-${hash}`
}
