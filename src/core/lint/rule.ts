import type { CatalogueEntry, ExplainedEntry } from "../../errors/catalogue-entry.ts"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"

/**
 * One static check. Its catalogue entry is what `aidep explain` prints, and the example there is what a test holds the
 * rule to: it finds `wrong` and not `right`.
 */
export interface Rule<Subject> {
  readonly entry: ExplainedEntry
  readonly find: (subject: Subject) => readonly Diagnostic[]
}

/** One place where a rule is broken, with what the message says about it. */
export interface Found<Params> {
  readonly params: Params
  readonly place: Place
}

/** Makes a rule of a catalogue entry and of what finds it. */
export function rule<Params, Subject>(
  entry: CatalogueEntry<Params>,
  find: (subject: Subject) => readonly Found<Params>[],
): Rule<Subject> {
  return {
    entry,
    find: (subject) => find(subject).map(({ params, place }) => diagnose(entry, params, place)),
  }
}

/** A text file of the project. */
export interface LintedFile {
  /** Relative to the folder of the manifest, `/` as separator. */
  readonly path: string
  readonly text: string
}
