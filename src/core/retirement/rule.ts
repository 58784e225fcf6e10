import type { ExplainedEntry } from "../../errors/catalogue-entry.ts"

/**
 * Something of a platform that ends on a day. Up to that day it is a warning, from it on an error.
 *
 * `code` is permanent: `platform/what-ends`.
 */
export interface RetirementRule extends Pick<
  ExplainedEntry,
  "code" | "title" | "explanation" | "example"
> {
  /** First day on which it no longer works: `2026-12-01`. */
  readonly retiresOn: string
  /** Page that says so. */
  readonly source: string
  /** What to do instead, as a sentence. */
  readonly hint: string
  readonly touches: readonly Touch[]
}

/** What in a project a rule can meet. */
export type Touch =
  /** An option of the platform in the manifest that has one of the values. */
  | {
      readonly type: "option"
      readonly path: readonly string[]
      readonly values: readonly unknown[]
    }
  /** A text in the `env` of any service. */
  | { readonly type: "env"; readonly pattern: RegExp }
  /** A line of a file that stands in the project: at a path, or in a source folder with an extension. */
  | { readonly type: "file"; readonly paths: readonly string[]; readonly pattern: RegExp }
  | { readonly type: "source"; readonly extension: string; readonly pattern: RegExp }
