import type { ObservedResource, RemoteScope } from "aidep/provider"
import { placesOf } from "./places.ts"

/** The supervisor keeps the log, also of what was started again or has ended. */
export async function* logs(
  { owner }: ObservedResource,
  { lines, follow }: { readonly lines: number; readonly follow: boolean },
  scope: RemoteScope,
): AsyncIterable<string> {
  const { run } = placesOf(owner, scope)
  const { supervisor } = scope.ports
  if (follow) yield* supervisor.follow(run, { lines, signal: scope.signal })
  else yield* await supervisor.tail(run, lines)
}
