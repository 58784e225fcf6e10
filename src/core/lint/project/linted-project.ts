import type { ParsedManifest } from "../../manifest/parse-manifest.ts"
import type { EnvironmentVariable, Project } from "../../project/project.ts"
import type { Place } from "../../../errors/diagnostic.ts"

/** A project as the rules about it see it. */
export interface LintedProject {
  readonly parsed: ParsedManifest
  readonly project: Project
  /** Values of secrets; a rule may judge one and never shows it. */
  readonly secret: (name: string) => string | undefined
}

/** A variable of a service that the manifest writes under `env`. */
export interface WrittenVariable {
  readonly service: string
  readonly variable: EnvironmentVariable
  readonly place: Place
}

/** All that stands under `env`, with its place; what aidep adds by itself is left out. */
export function writtenVariables({ parsed, project }: LintedProject): readonly WrittenVariable[] {
  return project.services.flatMap(({ name: service, env }) =>
    env
      .map((variable) => ({ service, variable, path: ["services", service, "env", variable.name] }))
      .filter(({ path }) => parsed.writes(path))
      .map(({ path, ...written }) => ({ ...written, place: parsed.places.value(path) })),
  )
}
