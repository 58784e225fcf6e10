import type { ModalScope } from "../cli/modal-scope.ts"

type Place = Pick<ModalScope, "environment" | "nameOf" | "project">

/** Beyond it, names are cut and end in a hash. */
const keptAtLeast = 54

/** True for a name that may be built from this project and environment. */
export function mayBeOurs(name: string, { environment, project }: Place): boolean {
  return name.startsWith(`${project}-${environment}-`.slice(0, keptAtLeast))
}

/**
 * The part of which a name is built, beside project and environment; undefined where it is none of ours. `hint` is how it
 * may begin, for names that were cut.
 */
export function partOf(name: string, hint: string | undefined, scope: Place): string | undefined {
  const whole = name.slice(`${scope.project}-${scope.environment}-`.length)
  const candidates = [whole, whole.replace(/-[0-9a-f]{8}$/, ""), hint ?? ""]
  return candidates.find((part) => part !== "" && scope.nameOf(part) === name)
}
