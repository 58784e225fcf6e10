import { execFileSync } from "node:child_process"
import { stripTypeScriptTypes } from "node:module"
import { parse as parseToml } from "smol-toml"
import { parse as parseYaml } from "yaml"
import type { Artifact } from "../../src/core/artifact/artifact.ts"
import { serialize } from "../../src/core/artifact/serialize.ts"
import { parseManifest, type ParsedManifest } from "../../src/core/manifest/parse-manifest.ts"
import { namedOnlyProblems } from "../../src/core/project/rules/named-only-rules.ts"
import { resolveProject } from "../../src/core/project/resolve-project.ts"
import type { SourceFacts, SourceFactsByPath } from "../../src/core/project/source-facts.ts"
import { type Diagnostic, hasErrors } from "../../src/errors/diagnostic.ts"
import type { Provider } from "../../src/provider/provider.ts"
import { renderProject } from "../../src/provider/render-project.ts"
import { nodeSource, pythonSource } from "../support/render-manifest.ts"
import type { Random } from "./random.ts"

/** How far a text came. */
export type Stage =
  | "refused as text"
  | "refused as a project"
  | "refused by a platform"
  | "rendered"

export interface Trial {
  readonly stage: Stage | "threw"
  readonly diagnostics: number
  readonly files: readonly RenderedFile[]
  /** What must not have happened; empty for a pass. */
  readonly faults: readonly string[]
}

export interface RenderedFile {
  readonly path: string
  readonly format: Artifact["content"]["format"]
  readonly text: string
}

/** Takes a text through everything that is pure: parse, resolve, render, serialise. Never throws. */
export function tryText(
  bytes: Uint8Array,
  { providers, random }: { readonly providers: readonly Provider[]; readonly random: Random },
): Trial {
  const reached: Diagnostic[] = []
  try {
    const { stage, artifacts } = carryThrough(bytes, { providers, random, reached })
    const files = artifacts.map((artifact) => ({
      path: artifact.path,
      format: artifact.content.format,
      text: serialize(artifact),
    }))
    const silent = stage !== "rendered" && !hasErrors(reached) ? [`${stage} without an error`] : []
    return {
      stage,
      diagnostics: reached.length,
      files,
      faults: [...silent, ...diagnosticFaults(reached, bytes), ...files.flatMap(fileFaults)],
    }
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { stage: "threw", diagnostics: reached.length, files: [], faults: [topOf(stack)] }
  }
}

interface Carried {
  readonly stage: Stage
  readonly artifacts: readonly Artifact[]
}

function carryThrough(
  bytes: Uint8Array,
  {
    providers,
    random,
    reached,
  }: {
    readonly providers: readonly Provider[]
    readonly random: Random
    /** Collects what is said, so that it is known also when something throws. */
    readonly reached: Diagnostic[]
  },
): Carried {
  const environment = random.oneIn(3) ? "staging" : undefined
  const { parsed, diagnostics } = parseManifest(bytes, { file: "aidep.yaml", environment })
  reached.push(...diagnostics)
  if (parsed === undefined) return { stage: "refused as text", artifacts: [] }
  const input = {
    parsed,
    platforms: new Map(providers.map((provider) => [provider.id, provider])),
    platformIds: providers.map(({ id }) => id),
    sources: sourceFacts(parsed, random),
    variables: { HOME: "/home/nobody" },
    target: random.oneIn(2) ? undefined : providers[random.below(providers.length)]?.id,
  }
  const resolved = resolveProject(input)
  reached.push(...resolved.diagnostics)
  const { project } = resolved
  if (project === undefined) return { stage: "refused as a project", artifacts: [] }
  reached.push(...namedOnlyProblems(project, input))
  const rendered = renderProject(project, { parsed, providers })
  reached.push(...rendered.diagnostics)
  const stage = hasErrors(reached) ? "refused by a platform" : "rendered"
  return { stage, artifacts: rendered.artifacts }
}

function sourceFacts({ manifest }: ParsedManifest, random: Random): SourceFactsByPath {
  const kinds: readonly [SourceFacts, ...SourceFacts[]] = [
    nodeSource,
    nodeSource,
    pythonSource,
    { ...nodeSource, dockerfile: true },
    { status: "folder", dockerfile: false, node: undefined, python: undefined },
    { ...nodeSource, status: random.oneIn(4) ? "missing" : "folder" },
  ]
  return new Map(
    Object.values(manifest.services).flatMap(({ source }) =>
      source === undefined ? [] : [[source, random.pick(kinds)] as const],
    ),
  )
}

/** What a diagnostic always has: a code, a message, a hint, and a place inside the text where it has one. */
function diagnosticFaults(
  diagnostics: readonly Diagnostic[],
  bytes: Uint8Array,
): readonly string[] {
  const lines = new TextDecoder().decode(bytes).split("\n")
  return diagnostics.flatMap(({ code, message, hint, place }) => {
    const said = `${code} at ${place?.line}:${place?.column}`
    const whole = /^[a-z-]+\/[a-z0-9-]+$/.test(code) && message !== "" && hint !== ""
    const plain = !/\bundefined\b|\[object |=> |\bNaN\b/.test(message + hint)
    if (!whole || !plain) return [`${said} reads "${message}" "${hint}"`]
    if (place === undefined) return placeless.has(code) ? [] : [`${said} has no place`]
    const length = lines[place.line - 1]?.length ?? -1
    const inside = place.line >= 1 && place.column >= 1 && place.column <= length + 1
    return inside ? [] : [`${said} is outside of the text`]
  })
}

/** About the command line, or about files of several places. */
const placeless: ReadonlySet<string> = new Set(["project/target-not-allowed", "artifact/collision"])

function fileFaults({ path, format, text }: RenderedFile): readonly string[] {
  const steps = path.split("/")
  const inside = steps.every((step) => step !== "" && step !== "." && step !== "..")
  // oxlint-disable-next-line no-control-regex -- a file name must not hold any
  const plain = !/[\u0000-\u001f\\]/.test(path)
  return [
    ...(inside && plain ? [] : [`the path ${JSON.stringify(path)} is not inside the project`]),
    ...(text.endsWith("\n") ? [] : [`"${path}" does not end in a line feed`]),
    ...syntaxFaults(path, format, text),
  ]
}

/** What a reader of the format says about a file; Python is left to `pythonFaults`. */
function syntaxFaults(
  path: string,
  format: RenderedFile["format"],
  text: string,
): readonly string[] {
  try {
    if (format === "yaml") parseYaml(text, { logLevel: "error" })
    if (format === "toml") parseToml(text)
    if (format === "json") JSON.parse(text)
    if (format === "jsonc") JSON.parse(text.replaceAll(/^\/\/.*$/gm, ""))
    if (format === "typescript") stripTypeScriptTypes(text)
    return []
  } catch (error) {
    return [`"${path}" is not ${format}: ${String(error).split("\n")[0]}`]
  }
}

/** Files of Python that Python does not parse; one process for all. */
export function pythonFaults(files: readonly RenderedFile[]): readonly string[] {
  const program = `import ast, json, sys
for path, text in json.load(sys.stdin):
    try:
        ast.parse(text)
    except (SyntaxError, ValueError) as error:
        print(f"{path} is not Python: {error}")`
  const input = JSON.stringify(
    files.filter(({ format }) => format === "python").map(({ path, text }) => [path, text]),
  )
  const output = execFileSync("python3", ["-c", program], { input, encoding: "utf8" })
  return output.split("\n").filter((line) => line !== "")
}

function topOf(stack: string): string {
  return stack.split("\n").slice(0, 6).join("\n")
}
