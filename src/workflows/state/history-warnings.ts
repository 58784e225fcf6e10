import { endingHistory } from "../../errors/catalogue/state.ts"
import { type Diagnostic, diagnose } from "../../errors/diagnostic.ts"
import type { Context } from "../context.ts"
import type { Place } from "../deploy/state/open-store.ts"

/** A machine of a pipeline ends with its run, and a history in a folder with it. */
export function historyWarnings({ parsed }: Place, { variables }: Context): readonly Diagnostic[] {
  const isPipeline = !["", "false", undefined].includes(variables["CI"])
  if (!isPipeline || parsed.manifest.state?.store === "s3") return []
  return [diagnose(endingHistory, { folder: ".aidep/state" })]
}
