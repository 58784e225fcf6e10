import type { RemoteScope } from "aidep/provider"
import type { LocalSpec, ProcessSpec } from "../../local-spec.ts"
import { placesOf } from "../places.ts"
import { basicVariables } from "../programs.ts"
import type { RunProgram } from "../record.ts"

export interface VariableParts {
  readonly item: string
  readonly program: RunProgram
  /** Values of the variables of the manifest. */
  readonly given: Readonly<Record<string, string>>
  readonly port?: number | undefined
  readonly scope: RemoteScope
}

/** The whole environment of a process: the little that programs need, then what the manifest says. */
export function variablesFor(
  spec: LocalSpec,
  { item, program, given, port, scope }: VariableParts,
): Readonly<Record<string, string>> {
  const basic = basicVariables(scope, program.path)
  const address = port === undefined ? {} : { PORT: String(port) }
  if (spec.type === "store") return basic
  // The variables of a site are for its build; who serves files needs no secrets.
  if (spec.type === "site") return { ...basic, ...listenHere, ...address }
  // Of the server around the Worker, which hands on those that the manifest gives.
  if (spec.type === "worker") return { ...basic, ...given, ...listenHere, ...address }
  return {
    ...basic,
    ...languageVariables(spec.language),
    // The port of a job is that of its runner.
    ...(spec.type === "job" ? given : { ...listenHere, ...given, ...address }),
    ...Object.fromEntries(
      spec.volumes.map((name) => [volumeVariable(name), placesOf(item, scope).volume(name)]),
    ),
    ...(spec.engine === undefined ? {} : { AIDEP_MODEL_ENGINE: spec.engine }),
  }
}

const listenHere = { HOST: "127.0.0.1" } as const

/** The generated Dockerfiles set the same. */
function languageVariables(language: ProcessSpec["language"]): Readonly<Record<string, string>> {
  if (language === "python") return { PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" }
  return language === "node" ? { NODE_ENV: "production" } : {}
}

function volumeVariable(name: string): string {
  return `AIDEP_VOLUME_${name.toUpperCase().replaceAll("-", "_")}`
}
