import type { CodeFile } from "./code/code.ts"
import type { DataObject, DataValue } from "./data.ts"
import type { Dockerfile } from "./dockerfile.ts"

/** A file that a platform, or a tool of the user, reads. Content is data; `serialize` makes its text. */
export interface Artifact {
  /** Relative to the folder of the manifest, `/` as separator. */
  readonly path: string
  readonly content: ArtifactContent
  /** `keep`: written only where no file stands; the user's own file wins without a word. */
  readonly existing?: "keep"
}

/** Objects keep the order in which their keys were written: the vendor's documented order. */
export type ArtifactContent =
  | {
      readonly format: "yaml"
      readonly value: DataValue
      readonly header?: string
      readonly comments?: readonly YamlComment[]
      /** Also readers of YAML 1.1 get every text as text: `no`, `yes` and `1:30` are quoted. */
      readonly readers?: "yaml-1.1"
    }
  | { readonly format: "toml"; readonly value: DataObject; readonly header?: string }
  | { readonly format: "json"; readonly value: DataValue }
  | { readonly format: "jsonc"; readonly value: DataValue; readonly header?: string }
  | { readonly format: "typescript" | "python"; readonly value: CodeFile; readonly header?: string }
  | { readonly format: "dockerfile"; readonly value: Dockerfile; readonly header?: string }
  /** A list of path patterns, one a line: `.dockerignore`. */
  | { readonly format: "ignore"; readonly patterns: readonly string[] }
  /** Text that users own, from `templates/`. `comment` starts a comment line in it. */
  | { readonly format: "text"; readonly text: string; readonly comment: "#" | "//" }

/** A comment at the end of a line: `uses: … # v7.0.1`. */
export interface YamlComment {
  /** Keys and list positions that lead to the value; a path that leads to no single value is left out. */
  readonly path: readonly (string | number)[]
  /** One line, without the `#`. */
  readonly text: string
}
