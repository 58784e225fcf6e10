import type { Service, SourceFolder } from "aidep/provider"
import type { ProcessSpec } from "../local-spec.ts"
import type { LocalOptions } from "../options.ts"
import { defaultStartupMs, sourceOf } from "./source.ts"

interface ProcessParts {
  readonly code: SourceFolder
  readonly kind: ProcessSpec["kind"]
  readonly command: readonly string[]
  readonly options: LocalOptions
}

/** A service that its start command runs. */
export function processSpec(
  { port, health, restart, preDeploy, volumes, model }: Service,
  { code, kind, command, options }: ProcessParts,
): ProcessSpec {
  return {
    type: "process",
    ...sourceOf(code),
    kind,
    command: [...command],
    ...(port === undefined ? {} : { port }),
    ...(health === undefined ? {} : { healthPath: health.path }),
    startupMs: health?.startupMs ?? defaultStartupMs,
    restart,
    ...(preDeploy === undefined ? {} : { preDeploy: [...preDeploy] }),
    volumes: volumes.map((volume) => volume.name),
    ...(model === undefined ? {} : { engine: options.engine }),
  }
}
