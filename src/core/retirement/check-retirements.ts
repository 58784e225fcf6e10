import type { Diagnostic, Place } from "../../errors/diagnostic.ts"
import type { Path } from "../manifest/yaml-source.ts"
import type { RetirementRule, Touch } from "./rule.ts"

/** What of a project a rule can meet; the files are those that `filesToRead` names. */
export interface RetirementSubject {
  /** Day of the check, UTC: `2026-11-21`. */
  readonly today: string
  readonly placeOf: (path: Path) => Place
  readonly options: readonly PlacedValue[]
  readonly environmentTexts: readonly PlacedValue[]
  /** Files that stand in the project, by path relative to the manifest. */
  readonly files: ReadonlyMap<string, string>
}

export interface PlacedValue {
  /** For options: the path inside the platform's block; for variables: empty. */
  readonly name: Path
  readonly value: unknown
  readonly path: Path
}

/** Finds what a rule says about a project: a warning before the day, an error from it on. */
export function retirementProblems(
  rules: readonly RetirementRule[],
  subject: RetirementSubject,
): readonly Diagnostic[] {
  return rules.flatMap((rule) => {
    const inManifest = rule.touches.flatMap((touch) => manifestPlaces(touch, subject))
    const inFiles = rule.touches.flatMap((touch) => filePlaces(touch, subject))
    const places = inManifest.length > 0 ? inManifest : inFiles
    return places.map((place) => retirementDiagnostic(rule, subject.today, place))
  })
}

function retirementDiagnostic(rule: RetirementRule, today: string, place: Place): Diagnostic {
  const over = today >= rule.retiresOn
  return {
    severity: over ? "error" : "warning",
    code: rule.code,
    message: `${rule.title.replace(/\.$/, "")}: ${over ? "it ended on" : "it ends on"} ${rule.retiresOn}.`,
    hint: rule.hint,
    place,
  }
}

function manifestPlaces(touch: Touch, subject: RetirementSubject): readonly Place[] {
  if (touch.type === "option")
    return subject.options
      .filter(({ name, value }) => samePath(name, touch.path) && touch.values.includes(value))
      .map(({ path }) => subject.placeOf(path))
  if (touch.type === "env")
    return subject.environmentTexts
      .filter(({ value }) => touch.pattern.test(String(value)))
      .map(({ path }) => subject.placeOf(path))
  return []
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}

function filePlaces(touch: Touch, { files }: RetirementSubject): readonly Place[] {
  if (touch.type !== "file" && touch.type !== "source") return []
  return [...files].flatMap(([path, text]) => {
    if (!touchesFile(touch, path)) return []
    const at = text.search(touch.pattern)
    return at === -1 ? [] : [placeInText(path, text, at)]
  })
}

/** Whether a rule wants to see a file, by its path. */
export function touchesFile(touch: Touch, path: string): boolean {
  if (touch.type === "source") return path.endsWith(touch.extension)
  return (
    touch.type === "file" && touch.paths.some((name) => path === name || path.endsWith(`/${name}`))
  )
}

function placeInText(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n")
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
