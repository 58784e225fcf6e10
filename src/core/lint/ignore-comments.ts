import { ignoreWithoutReason, unusedIgnore } from "../../errors/catalogue/lint.ts"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"
import type { LintedFile } from "./rule.ts"
import { placeAt } from "./text-place.ts"

export interface Judged {
  readonly findings: readonly Diagnostic[]
  readonly silenced: readonly Silenced[]
}

/** A finding that a comment in the file silences, with the reason that stands there. */
export interface Silenced {
  readonly finding: Diagnostic
  readonly reason: string
}

/**
 * Takes out what comments of the form `aidep-ignore CODE -- reason` silence: findings of that code on the comment's
 * line, or on the next line that is no comment where it stands alone. A comment without a reason silences nothing,
 * and one that silences nothing is a finding.
 */
export function applyIgnores(
  findings: readonly Diagnostic[],
  files: readonly LintedFile[],
): Judged {
  const comments = files.flatMap(ignoresIn)
  const reasoned = comments.filter(({ reason }) => reason !== "")
  const judged = findings.map((finding) => ({
    finding,
    by: reasoned.find((comment) => silences(comment, finding)),
  }))
  const used = new Set(judged.map(({ by }) => by))
  return {
    findings: [
      ...judged.filter(({ by }) => by === undefined).map(({ finding }) => finding),
      ...comments.filter(({ reason }) => reason === "").map(withoutReason),
      ...reasoned.filter((comment) => !used.has(comment)).map(unused),
    ],
    silenced: judged.flatMap(({ finding, by }) =>
      by === undefined ? [] : [{ finding, reason: by.reason }],
    ),
  }
}

interface IgnoreComment {
  readonly code: string
  /** Empty where none is given. */
  readonly reason: string
  /** Line whose findings it silences. */
  readonly line: number
  readonly place: Place
}

const comment =
  /(?:#|\/\/|\/\*|<!--)[ \t]*aidep-ignore[ \t]+([a-z]+\/[a-z-]+)(?:[ \t]+--[ \t]+([^\n]*))?/g

function ignoresIn(file: LintedFile): readonly IgnoreComment[] {
  if (!file.text.includes("aidep-ignore")) return []
  const lines = file.text.split("\n")
  return [...file.text.matchAll(comment)].map(({ 1: code = "", 2: reason = "", index }) => {
    const place = placeAt(file, index)
    return {
      code,
      reason: reason.replace(/(?:\*\/|-->)\s*$/, "").trim(),
      line: silencedLine(lines, place.line),
      place,
    }
  })
}

/** Counted from 1, as places are. */
function silencedLine(lines: readonly string[], line: number): number {
  if (!isComment(lines[line - 1])) return line
  let next = line + 1
  while (next <= lines.length && isComment(lines[next - 1])) next += 1
  return next
}

function isComment(text: string | undefined): boolean {
  return /^\s*(?:#|\/\/|\/\*|<!--)/.test(text ?? "")
}

/** A comment in the first line also silences what is found about the file as a whole, which stands there. */
function silences({ code, line, place }: IgnoreComment, finding: Diagnostic): boolean {
  const { file, line: at } = finding.place ?? {}
  return finding.code === code && file === place.file && (at === line || at === place.line)
}

function withoutReason({ code, place }: IgnoreComment): Diagnostic {
  return diagnose(ignoreWithoutReason, { written: `aidep-ignore ${code}` }, place)
}

function unused({ code, place }: IgnoreComment): Diagnostic {
  return diagnose(unusedIgnore, { code }, place)
}
