import type { Place } from "../../../errors/diagnostic.ts"
import { isMap } from "../../manifest/schema/closed.ts"
import { type Path, readYaml, type YamlSource } from "../../manifest/yaml-source.ts"
import type { LintedFile } from "../rule.ts"

/** A GitHub workflow as the rules about it see it. What does not parse has no jobs. */
export interface LintedWorkflow {
  readonly source: YamlSource
  readonly text: string
  readonly root: Readonly<Record<string, unknown>>
  /** Names of the events that start it. */
  readonly triggers: readonly string[]
  readonly jobs: readonly Job[]
}

export interface Job {
  readonly name: string
  readonly path: Path
  readonly value: Readonly<Record<string, unknown>>
  readonly steps: readonly Step[]
}

export interface Step {
  readonly path: Path
  readonly value: Readonly<Record<string, unknown>>
}

export function isWorkflow(path: string): boolean {
  return /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path)
}

export function lintedWorkflow({ path, text }: LintedFile): LintedWorkflow {
  const source = readYaml(text, path)
  const root = isMap(source.value) ? source.value : {}
  return { source, text, root, triggers: triggersOf(root["on"]), jobs: jobsOf(root["jobs"]) }
}

function triggersOf(on: unknown): readonly string[] {
  if (typeof on === "string") return [on]
  if (Array.isArray(on)) return on.map(String)
  return isMap(on) ? Object.keys(on) : []
}

function jobsOf(jobs: unknown): readonly Job[] {
  if (!isMap(jobs)) return []
  return Object.entries(jobs).flatMap(([name, value]) => {
    if (!isMap(value)) return []
    const path = ["jobs", name]
    return [{ name, path, value, steps: stepsOf(value["steps"], path) }]
  })
}

function stepsOf(steps: unknown, job: Path): readonly Step[] {
  if (!Array.isArray(steps)) return []
  return steps.flatMap((value, index) =>
    isMap(value) ? [{ value, path: [...job, "steps", index] }] : [],
  )
}

/** Every step with its job. */
export function allSteps({ jobs }: LintedWorkflow): readonly Step[] {
  return jobs.flatMap(({ steps }) => steps)
}

/** A text of a step, and where it stands. */
export function textIn(
  { source }: LintedWorkflow,
  { value, path }: Step,
  key: string,
): { readonly text: string; readonly placeOf: (offset: number) => Place } | undefined {
  const text = value[key]
  if (typeof text !== "string") return undefined
  return { text, placeOf: (offset) => source.placeIn([...path, key], offset) }
}
