import { isMap } from "../../manifest/schema/closed.ts"
import { jsonPathForm, type JsonStep, parseJsonPath } from "./json-path.ts"
import type { LanguageProblem } from "./language-problem.ts"
import { type Operator, operatorForm, parseOperator } from "./operators.ts"
import { parseTextMatcher, type TextMatcher } from "./text-matcher.ts"

/** What a JSON value has to be. */
export type JsonMatcher =
  | { readonly type: "scalar"; readonly value: string | number | boolean | null }
  | { readonly type: "text"; readonly matcher: Extract<TextMatcher, { type: "regex" }> }
  /** The same length, and each item in its place. */
  | { readonly type: "list"; readonly items: readonly JsonMatcher[] }
  /** The listed entries; others may be there too. */
  | { readonly type: "map"; readonly entries: readonly JsonEntry[] }
  | { readonly type: "operators"; readonly operators: readonly Operator[] }

/** One step for a key as it is, several for a path from the root. */
export interface JsonEntry {
  readonly steps: readonly JsonStep[]
  readonly matcher: JsonMatcher
}

export interface ParsedJsonMatcher {
  readonly matcher: JsonMatcher
  readonly problems: readonly LanguageProblem[]
}

/**
 * Reads what a manifest expects of a JSON body: plain values are equal, texts between slashes are regular
 * expressions, maps of `$operators` are tests, other maps name the keys that count, and keys at the top that
 * begin with `$` are paths: `$.choices[0].text`. Total: where there are problems, the matcher is of no use.
 */
export function parseJsonMatcher(value: unknown): ParsedJsonMatcher {
  return parseAt(value, [])
}

type Path = LanguageProblem["path"]

function parseAt(value: unknown, path: Path): ParsedJsonMatcher {
  if (typeof value === "string") return parseText(value, path)
  if (Array.isArray(value)) return parseList(value, path)
  if (isMap(value)) return parseMap(value, path)
  if (isNumber(value) || typeof value === "boolean" || value === null)
    return { matcher: { type: "scalar", value }, problems: [] }
  return unusable({
    path,
    at: "value",
    problem: { name: "a JSON value", expected: "a JSON value", offset: 0 },
  })
}

/** YAML has infinities, JSON does not. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

function parseText(text: string, path: Path): ParsedJsonMatcher {
  const parsed = parseTextMatcher(text)
  if (!parsed.ok) return unusable({ path, at: "value", problem: parsed.problem })
  const { matcher } = parsed
  return {
    matcher: matcher.type === "regex" ? { type: "text", matcher } : { type: "scalar", value: text },
    problems: [],
  }
}

function parseList(values: readonly unknown[], path: Path): ParsedJsonMatcher {
  const items = values.map((value, index) => parseAt(value, [...path, index]))
  return {
    matcher: { type: "list", items: items.map(({ matcher }) => matcher) },
    problems: items.flatMap(({ problems }) => problems),
  }
}

function parseMap(map: Readonly<Record<string, unknown>>, path: Path): ParsedJsonMatcher {
  const keys = Object.keys(map)
  return keys.length > 0 && keys.every(isOperatorName)
    ? parseOperators(map, path)
    : parseEntries(map, path)
}

function isOperatorName(key: string): boolean {
  return /^\$\w/.test(key)
}

function parseOperators(map: Readonly<Record<string, unknown>>, path: Path): ParsedJsonMatcher {
  const parsed = Object.entries(map).map(([name, value]) => parseOperator(name, value))
  return {
    matcher: {
      type: "operators",
      operators: parsed.flatMap((result) => (result.ok ? [result.operator] : [])),
    },
    problems: parsed.flatMap((result) =>
      result.ok
        ? []
        : [{ path: [...path, result.name], at: result.at, problem: result.problem } as const],
    ),
  }
}

function parseEntries(map: Readonly<Record<string, unknown>>, path: Path): ParsedJsonMatcher {
  const parsed = Object.entries(map).map(([key, value]) => {
    const inner = parseAt(value, [...path, key])
    const steps = stepsOf(key, path)
    return Array.isArray(steps)
      ? { entry: [{ steps, matcher: inner.matcher }], problems: inner.problems }
      : { entry: [], problems: [{ path: [...path, key], at: "key", problem: steps } as const] }
  })
  return {
    matcher: { type: "map", entries: parsed.flatMap(({ entry }) => entry) },
    problems: parsed.flatMap(({ problems }) => problems),
  }
}

function stepsOf(key: string, path: Path): JsonStep[] | LanguageProblem["problem"] {
  if (isOperatorName(key))
    return {
      name: "allowed beside other keys",
      expected: `${operatorForm} alone in a map`,
      offset: 0,
    }
  if (!key.startsWith("$")) return [key]
  if (path.length > 0)
    return {
      name: "allowed here, since paths begin at the top",
      expected: `it directly below "json"`,
      offset: 0,
    }
  const parsed = parseJsonPath(key)
  return parsed.ok
    ? [...parsed.steps]
    : { name: "a JSON path", expected: jsonPathForm, offset: parsed.offset }
}

function unusable(problem: LanguageProblem): ParsedJsonMatcher {
  return { matcher: { type: "operators", operators: [] }, problems: [problem] }
}
