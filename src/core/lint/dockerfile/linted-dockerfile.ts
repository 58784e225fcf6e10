import { type Dockerfile, DockerfileParser, type From, type Instruction } from "dockerfile-ast"
import type { Place } from "../../../errors/diagnostic.ts"
import type { LintedFile } from "../rule.ts"

/** A Dockerfile as the rules about it see it. */
export interface LintedDockerfile {
  readonly path: string
  readonly parsed: Dockerfile
  /** True where a `.dockerignore` stands beside it. */
  readonly hasIgnoreFile: boolean
  /** Stages in order; the last one is the image. */
  readonly stages: readonly Stage[]
}

export interface Stage {
  readonly from: From
  readonly name: string | undefined
  readonly instructions: readonly Instruction[]
}

export function isDockerfile(path: string): boolean {
  return (
    /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.dockerfile$/i.test(path) &&
    !path.endsWith(".dockerignore")
  )
}

/** Total: whatever the text is, the parser makes instructions of it. */
export function lintedDockerfile(
  { path, text }: LintedFile,
  paths: ReadonlySet<string>,
): LintedDockerfile {
  const parsed = DockerfileParser.parse(text)
  const hasIgnoreFile = [`${folderOf(path)}.dockerignore`, `${path}.dockerignore`].some((file) =>
    paths.has(file),
  )
  return { path, parsed, hasIgnoreFile, stages: stagesOf(parsed) }
}

/** With the slash at its end; empty for the folder of the manifest. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1)
}

function stagesOf(parsed: Dockerfile): readonly Stage[] {
  const froms = parsed.getFROMs()
  const instructions = parsed.getInstructions()
  return froms.map((from, index) => {
    const start = lineOf(from)
    const next = froms[index + 1]
    const end = next === undefined ? Number.POSITIVE_INFINITY : lineOf(next)
    return {
      from,
      name: from.getBuildStage()?.toLowerCase(),
      instructions: instructions.filter((one) => lineOf(one) >= start && lineOf(one) < end),
    }
  })
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line
}

/** Place of anything that the parser knows the range of; it counts from 0. */
export function placeIn(
  { path }: Pick<LintedDockerfile, "path">,
  ranged: { readonly getRange: () => { readonly start: Position } },
): Place {
  const { line, character } = ranged.getRange().start
  return { file: path, line: line + 1, column: character + 1 }
}

interface Position {
  readonly line: number
  readonly character: number
}
