import type { Service, SourceFolder } from "aidep/provider"
import type { JobSpec } from "../local-spec.ts"
import type { LocalOptions } from "../options.ts"
import { sourceOf } from "./source.ts"

interface JobParts {
  readonly code: SourceFolder
  readonly command: readonly string[]
  readonly options: LocalOptions
}

/** A job, which its command runs when somebody asks for it. */
export function jobSpec(
  { volumes, model }: Service,
  { code, command, options }: JobParts,
): JobSpec {
  return {
    type: "job",
    ...sourceOf(code),
    command: [...command],
    volumes: volumes.map((volume) => volume.name),
    ...(model === undefined ? {} : { engine: options.engine }),
  }
}
