import type { DataValue } from "../data.ts"

/**
 * A small model of program text, enough for configuration that is code. Two printers write it as TypeScript
 * or Python, so that no renderer ever joins strings into code.
 */
export interface CodeFile {
  readonly statements: readonly Statement[]
}

export type Statement =
  /** TypeScript: `import { a, b } from "module"`. Python: `from module import a, b`, or `import module` without names. */
  | { readonly type: "import"; readonly module: string; readonly names: readonly string[] }
  | { readonly type: "assign"; readonly name: string; readonly value: Expression }
  | { readonly type: "expression"; readonly value: Expression }
  /** TypeScript: `export default …`. */
  | { readonly type: "export-default"; readonly value: Expression }
  | { readonly type: "return"; readonly value: Expression }
  | { readonly type: "comment"; readonly text: string }
  /** Python: `def name(parameters):` or `class name:` with decorators above. */
  | DefinitionStatement
  | { readonly type: "blank" }

export interface DefinitionStatement {
  readonly type: "function" | "class"
  readonly name: string
  readonly parameters?: readonly string[]
  readonly decorators?: readonly Expression[]
  readonly documentation?: string
  readonly body: readonly Statement[]
}

export type Expression =
  | { readonly type: "literal"; readonly value: string | number | boolean | null }
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "member"; readonly of: Expression; readonly name: string }
  | {
      readonly type: "call"
      readonly callee: Expression
      readonly args: readonly Expression[]
      readonly named: readonly NamedExpression[]
    }
  | { readonly type: "list"; readonly items: readonly Expression[] }
  | { readonly type: "map"; readonly entries: readonly NamedExpression[] }
  /** TypeScript: `() => { … }`. */
  | { readonly type: "arrow"; readonly body: readonly Statement[] }

export interface NamedExpression {
  readonly name: string
  readonly value: Expression
}

export function literal(value: string | number | boolean | null): Expression {
  return { type: "literal", value }
}

/** A name, with dots for members: `reference('modal.Image')`. */
export function reference(path: string): Expression {
  const [first = "", ...members] = path.split(".")
  return members.reduce<Expression>((of, name) => ({ type: "member", of, name }), {
    type: "name",
    name: first,
  })
}

/** A call with positional and named arguments. TypeScript writes the named ones as one last object. */
export function call(
  callee: string | Expression,
  args: readonly Expression[] = [],
  named: Readonly<Record<string, Expression | undefined>> = {},
): Expression {
  const target = typeof callee === "string" ? reference(callee) : callee
  return { type: "call", callee: target, args, named: namedExpressions(named) }
}

/** A method call on an expression: `method(image, "pip_install", [...])`. */
export function method(of: Expression, name: string, args: CallArguments = {}): Expression {
  return call({ type: "member", of, name }, args.args, args.named)
}

export interface CallArguments {
  readonly args?: readonly Expression[]
  readonly named?: Readonly<Record<string, Expression | undefined>>
}

export function list(items: readonly Expression[]): Expression {
  return { type: "list", items }
}

/** A map; entries that are undefined are left out. */
export function map(entries: Readonly<Record<string, Expression | undefined>>): Expression {
  return { type: "map", entries: namedExpressions(entries) }
}

/** Plain data as the expression that writes it. */
export function data(value: DataValue): Expression {
  if (Array.isArray(value)) return list(value.map(data))
  if (typeof value !== "object" || value === null) return literal(value)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return map(Object.fromEntries(entries.map(([key, inner]) => [key, data(inner ?? null)])))
}

function namedExpressions(
  record: Readonly<Record<string, Expression | undefined>>,
): readonly NamedExpression[] {
  return Object.entries(record).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  )
}
