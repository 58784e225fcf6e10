import type { $ZodIssue } from "zod/v4/core"
import * as errors from "../../errors/catalogue/manifest.ts"
import { diagnose, type Diagnostic, type Place } from "../../errors/diagnostic.ts"
import { type Form, formatOf, formOf, messageForm } from "./issue-form.ts"
import { nearest } from "./nearest.ts"
import { maxReported } from "./yaml-reader.ts"
import type { Path } from "./yaml-source.ts"

/** Where values and keys stand in what was validated. */
export interface Places {
  readonly value: (path: Path) => Place
  readonly key: (path: Path) => Place
  /** A character of the text at a path, counted from its start. */
  readonly inside: (path: Path, offset: number) => Place
}

/** What else is known about the validated data, for better hints. */
export interface IssueContext {
  readonly places: Places
  /** Keys that the map at a path may have. */
  readonly knownKeys: (path: Path) => readonly string[]
  readonly valueAt: (path: Path) => unknown
  /** Path of the validated data in the manifest, for names of fields in messages. */
  readonly prefix?: Path
}

/** Turns the issues of a zod schema into diagnostics with place and hint. */
export function issueDiagnostics(
  issues: readonly $ZodIssue[],
  context: IssueContext,
): readonly Diagnostic[] {
  const single = issues.flatMap(singleIssues)
  const shown = single.slice(0, maxReported).flatMap((issue) => diagnoseIssue(issue, context))
  if (single.length <= maxReported) return shown
  const count = single.length - maxReported
  return [...shown, diagnose(errors.moreErrors, { count }, shown.at(-1)?.place)]
}

/** An issue about several keys as one issue a key. */
function singleIssues(issue: $ZodIssue): readonly $ZodIssue[] {
  return issue.code === "unrecognized_keys"
    ? issue.keys.map((key) => ({ ...issue, keys: [key] }))
    : [issue]
}

function diagnoseIssue(issue: $ZodIssue, context: IssueContext): readonly Diagnostic[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))
  const place = context.places.value(path)
  const field = nameIn(context, path)
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, path, context))
    case "invalid_type":
      return [typeProblem(path, issue.expected, context)]
    case "invalid_value":
      return [valueProblem(path, issue.values.map(String), context)]
    case "invalid_union":
      return unionProblem(issue, path, context)
    case "invalid_key":
      return [keyProblem(issue.issues[0], path, context)]
    case "too_small":
      return [diagnose(errors.outOfRange, { field, expected: atLeast(issue) }, place)]
    case "too_big":
      return [diagnose(errors.outOfRange, { field, expected: `at most ${issue.maximum}` }, place)]
    case "custom":
      return [formProblem(formOf(issue), path, context)]
    case "invalid_format":
      return [formProblem(formatOf(issue), path, context)]
    default:
      return [formProblem(messageForm(issue.message), path, context)]
  }
}

function unknownKey(key: string, path: Path, context: IssueContext): Diagnostic {
  const known = context.knownKeys(path)
  const near = nearest(key, known)
  const parent = parentName(path, context)
  return diagnose(
    errors.unknownKey,
    { key, parent, known, ...(near === undefined ? {} : { near }) },
    context.places.key([...path, key]),
  )
}

function typeProblem(path: Path, expected: string, context: IssueContext): Diagnostic {
  const found = context.valueAt(path)
  const key = path.at(-1)
  if (found === undefined && typeof key === "string") {
    const parent = parentName(path.slice(0, -1), context)
    return diagnose(errors.missingKey, { key, parent }, context.places.key(path))
  }
  const params = {
    field: nameIn(context, path),
    expected: typeName(expected),
    found: describe(found),
  }
  return diagnose(errors.wrongType, params, context.places.value(path))
}

function valueProblem(path: Path, allowed: readonly string[], context: IssueContext): Diagnostic {
  const found = context.valueAt(path)
  if (found === undefined) return typeProblem(path, allowed.join(" or "), context)
  const near = typeof found === "string" ? nearest(found, allowed) : undefined
  return diagnose(
    errors.wrongValue,
    {
      field: nameIn(context, path),
      found: describe(found),
      allowed,
      ...(near === undefined ? {} : { near }),
    },
    context.places.value(path),
  )
}

/** Reports the branch that came closest: one that fits the type, else all types that would do. */
function unionProblem(
  issue: Extract<$ZodIssue, { code: "invalid_union" }>,
  path: Path,
  context: IssueContext,
): readonly Diagnostic[] {
  if ("discriminator" in issue && typeof issue.discriminator === "string")
    return [valueProblem(path, discriminatorOptions(issue), context)]
  const expected = issue.errors.map((branch) => otherType(branch, context.valueAt(path)))
  const fitting = issue.errors[expected.indexOf(undefined)]
  if (fitting !== undefined)
    return fitting.flatMap((inner) =>
      diagnoseIssue({ ...inner, path: [...issue.path, ...inner.path] }, context),
    )
  return [typeProblem(path, [...new Set(expected)].join(" or "), context)]
}

/** What a branch wants when already the type of the value does not fit it; undefined when the type fits. */
function otherType(branch: readonly $ZodIssue[], found: unknown): string | undefined {
  const [first] = branch
  if (first === undefined || first.path.length > 0) return undefined
  if (first.code === "invalid_type") return typeName(first.expected)
  if (first.code !== "invalid_value") return undefined
  const words = first.values.some((value) => typeof value === "string")
  return words && typeof found === "string" ? undefined : first.values.join(" or ")
}

function discriminatorOptions(
  issue: Extract<$ZodIssue, { code: "invalid_union" }>,
): readonly string[] {
  return "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

function keyProblem(inner: $ZodIssue | undefined, path: Path, context: IssueContext): Diagnostic {
  const form = inner?.code === "custom" ? formOf(inner) : {}
  return diagnose(
    errors.invalidKey,
    {
      key: shorten(String(path.at(-1) ?? "")),
      name: form.name ?? "a valid key",
      expected: form.expected ?? "another key",
    },
    context.places.key(path),
  )
}

function formProblem(form: Form, path: Path, context: IssueContext): Diagnostic {
  const found = context.valueAt(path)
  return diagnose(
    errors.wrongForm,
    {
      field: nameIn(context, path),
      found: shorten(typeof found === "string" ? found : describe(found)),
      name: form.name ?? "valid",
      expected: form.expected ?? "another value",
    },
    context.places.inside(path, form.offset ?? 0),
  )
}

function atLeast(issue: Extract<$ZodIssue, { code: "too_small" }>): string {
  if (issue.origin === "string") return "a text that is not empty"
  if (issue.origin === "array") return `a list of ${issue.minimum} or more`
  return issue.inclusive === false ? `more than ${issue.minimum}` : `${issue.minimum} or more`
}

function nameIn({ prefix = [] }: IssueContext, path: Path): string {
  return fieldName([...prefix, ...path])
}

function parentName(path: Path, context: IssueContext): string {
  const name = nameIn(context, path)
  return name === "" ? "the manifest" : `"${name}"`
}

/** A path as users write it: `services.gateway.gpu[0]`. */
function fieldName(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`
    return text === "" ? step : `${text}.${step}`
  }, "")
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
  null: "null",
}

function typeName(expected: string): string {
  return typeNames[expected] ?? expected
}

function describe(value: unknown): string {
  if (value === undefined) return "missing"
  if (value === null) return "empty"
  if (Array.isArray(value)) return "a list"
  if (typeof value === "object") return "a map"
  if (typeof value === "string") return `the text "${shorten(value)}"`
  return typeof value === "number" ? describeNumber(value) : String(value)
}

function describeNumber(value: number): string {
  if (Number.isNaN(value)) return "the value .nan"
  return Number.isFinite(value) ? `the number ${value}` : "a number without end"
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`
}
