import type { ServiceKind } from "../manifest/schema/service.ts"
import type { SourceFacts } from "../project/source-facts.ts"

/** What stands in one folder of a project, as far as it says something about a service. */
export interface FolderContents {
  /** Relative to the project, `/` as separator; `.` is the project's own folder. */
  readonly path: string
  readonly facts: SourceFacts
  /** Text of the files that were read, by their path in the folder. */
  readonly files: ReadonlyMap<string, string>
}

/** Something that was found, and where. */
export interface Clue<Value> {
  readonly value: Value
  /** Completes "detected in": a file of the project, often with its line. */
  readonly place: string
}

/** What a folder shows of a service; undefined is what it does not show. */
export interface ServiceClues {
  readonly kind?: Clue<ServiceKind>
  readonly port?: Clue<number>
  readonly healthPath?: Clue<string>
  /** The health answer carries the deployment id in a header. */
  readonly release?: Clue<"header">
  readonly gpu?: Clue<readonly string[]>
  readonly command?: Clue<readonly string[]>
  readonly buildCommand?: Clue<readonly string[]>
  readonly output?: Clue<string>
  /** As the source states it: `node@22`. */
  readonly runtime?: Clue<string>
}

export interface FoundVariable {
  readonly name: string
  /** Value of the example; empty where it gives none. */
  readonly example: string
  readonly secret: boolean
}

export interface FoundService {
  /** Relative to the project, `/` as separator; `.` is the project's own folder. */
  readonly path: string
  readonly clues: ServiceClues
  /** Runtime where the source states none; undefined where it is not known, or a Dockerfile decides. */
  readonly usualRuntime: string | undefined
  /** True when the source itself says how it starts, so that the manifest need not. */
  readonly starts: boolean
  /** True when the manifest has to name the runtime, because the folder looks like another language too. */
  readonly statesRuntime: boolean
  readonly variables: readonly FoundVariable[]
  /** File of the folder that lists the variables; undefined for none. */
  readonly variablesFile: string | undefined
}

/** A clue in a file of the folder, at a line where one is known. */
export function clue<Value>(
  value: Value,
  { path }: FolderContents,
  at: { readonly file: string; readonly line?: number; readonly note?: string },
): Clue<Value> {
  const file = path === "." ? at.file : `${path}/${at.file}`
  const line = at.line === undefined ? "" : `:${at.line}`
  const note = at.note === undefined ? "" : `: ${at.note}`
  return { value, place: `${file}${line}${note}` }
}
