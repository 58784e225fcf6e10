import type { ValueProblem } from "../../manifest/schema/values.ts"

/** What a text has to be. A text between slashes, with flags behind it or not, is a regular expression. */
export type TextMatcher =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "regex"; readonly source: string; readonly flags: string }

export type ParsedTextMatcher =
  | { readonly ok: true; readonly matcher: TextMatcher }
  | { readonly ok: false; readonly problem: ValueProblem }

const betweenSlashes = /^\/(.+)\/([dgimsuvy]{0,3})$/s
const useful = /^[imsuv]*$/
const expected = 'a regular expression between slashes, such as "/^ok$/" or "/hello/i"'

/** Reads `/source/flags` as a regular expression and every other text as itself. */
export function parseTextMatcher(text: string): ParsedTextMatcher {
  const [, source, flags = ""] = betweenSlashes.exec(text) ?? []
  if (source === undefined) return { ok: true, matcher: { type: "literal", text } }
  if (!useful.test(flags))
    return wrong("only the flags i, m, s, u and v mean something here", text.length - flags.length)
  const fault = regexFault(source, flags)
  return fault === undefined
    ? { ok: true, matcher: { type: "regex", source, flags } }
    : wrong(fault, 1)
}

export function equalsText(found: string, matcher: TextMatcher): boolean {
  return matcher.type === "literal" ? found === matcher.text : testRegex(found, matcher)
}

export function containsText(found: string, matcher: TextMatcher): boolean {
  return matcher.type === "literal" ? found.includes(matcher.text) : testRegex(found, matcher)
}

/** The matcher as the manifest writes it. */
export function writtenRegex({ source, flags }: Extract<TextMatcher, { type: "regex" }>): string {
  return `/${source}/${flags}`
}

function testRegex(
  found: string,
  { source, flags }: Extract<TextMatcher, { type: "regex" }>,
): boolean {
  return new RegExp(source, flags).test(found)
}

function regexFault(source: string, flags: string): string | undefined {
  try {
    return new RegExp(source, flags) instanceof RegExp ? undefined : "it cannot be read"
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const last = reason.split(": ").at(-1) ?? reason
    return last.charAt(0).toLowerCase() + last.slice(1)
  }
}

function wrong(why: string, offset: number): ParsedTextMatcher {
  return {
    ok: false,
    problem: { name: "a regular expression", expected: `${expected}; ${why}`, offset },
  }
}
