import { commentLines } from "../comment-lines.ts"
import type {
  CodeFile,
  DefinitionStatement,
  Expression,
  NamedExpression,
  Statement,
} from "./code.ts"

/** How one language writes what the model can say. */
export interface Dialect {
  readonly indent: string
  readonly literal: (value: string | number | boolean | null) => string
  readonly comment: string
  readonly importStatement: (module: string, names: readonly string[]) => string
  readonly assignment: (name: string, value: string) => string
  readonly mapKey: (key: string) => string
  readonly member: (of: string, name: string) => string
  /** Writes the named arguments of a call as one more argument each, or as one map. */
  readonly namedArguments: (named: readonly NamedExpression[]) => readonly Piece[]
  readonly statementEnd: string
  readonly definition: (statement: DefinitionStatement, printer: Printer) => readonly string[]
}

/** An argument or entry: a prefix such as `cpu=` or `"cpu": `, and its value. */
export interface Piece {
  readonly prefix: string
  readonly value: Expression
}

/** Longest line before a list, map or call is broken over several lines. */
const maxLineLength = 100

export interface Printer {
  readonly statements: (statements: readonly Statement[], depth: number) => readonly string[]
  readonly expression: (expression: Expression, depth: number, column: number) => string
}

/** Writes a file in a dialect. The text ends in a line feed. */
export function printCode(file: CodeFile, dialect: Dialect): string {
  return `${printer(dialect).statements(file.statements, 0).join("\n")}\n`
}

function printer(dialect: Dialect): Printer {
  const self: Printer = {
    statements: (statements, depth) =>
      statements.flatMap((statement) => printStatement(statement, { dialect, self, depth })),
    expression: (expression, depth, column) =>
      printExpression(expression, { dialect, depth, column }),
  }
  return self
}

interface StatementContext {
  readonly dialect: Dialect
  readonly self: Printer
  readonly depth: number
}

function printStatement(statement: Statement, context: StatementContext): readonly string[] {
  const { dialect, depth } = context
  const pad = dialect.indent.repeat(depth)
  switch (statement.type) {
    case "blank":
      return [""]
    case "comment":
      return commentLines(statement.text, pad + dialect.comment)
    case "import":
      return [pad + dialect.importStatement(statement.module, statement.names)]
    case "assign":
      return [withValue(dialect.assignment(statement.name, ""), statement.value, context)]
    case "expression":
      return [withValue("", statement.value, context)]
    case "return":
      return [withValue("return ", statement.value, context)]
    case "export-default":
      return [withValue("export default ", statement.value, context)]
    case "function":
    case "class":
      return dialect
        .definition(statement, context.self)
        .map((line) => (line === "" ? "" : pad + line))
  }
}

function withValue(
  prefix: string,
  value: Expression,
  { dialect, self, depth }: StatementContext,
): string {
  const lead = dialect.indent.repeat(depth) + prefix
  return `${lead}${self.expression(value, depth, lead.length)}${dialect.statementEnd}`
}

interface ExpressionContext {
  readonly dialect: Dialect
  readonly depth: number
  /** Characters already on the line. */
  readonly column: number
}

function printExpression(expression: Expression, context: ExpressionContext): string {
  const { dialect } = context
  switch (expression.type) {
    case "literal":
      return dialect.literal(expression.value)
    case "name":
      return expression.name
    case "member":
      return dialect.member(printExpression(expression.of, context), expression.name)
    case "call":
      return printCall(expression, context)
    case "list":
      return bracketed(
        ["[", "]"],
        expression.items.map((value) => ({ prefix: "", value })),
        context,
      )
    case "map":
      return printMap(expression.entries, context)
    case "arrow":
      return printArrow(expression.body, context)
  }
}

function printCall(
  call: Extract<Expression, { type: "call" }>,
  context: ExpressionContext,
): string {
  const callee = printExpression(call.callee, context)
  const positional = call.args.map((value) => ({ prefix: "", value }))
  const pieces = [...positional, ...context.dialect.namedArguments(call.named)]
  const lastLine = callee.slice(callee.lastIndexOf("\n") + 1)
  const column = callee.includes("\n") ? lastLine.length : context.column + callee.length
  return callee + bracketed(["(", ")"], pieces, { ...context, column })
}

function printMap(entries: readonly NamedExpression[], context: ExpressionContext): string {
  const pieces = entries.map(({ name, value }) => ({
    prefix: `${context.dialect.mapKey(name)}: `,
    value,
  }))
  return bracketed(["{", "}"], pieces, context)
}

/** On one line where it fits, else one piece a line with a trailing comma. A lone map or list hugs its bracket. */
function bracketed(
  [open, close]: readonly [string, string],
  pieces: readonly Piece[],
  context: ExpressionContext,
): string {
  if (pieces.length === 0) return open + close
  const flat = { ...context, column: Number.NEGATIVE_INFINITY }
  const inline = pieces.map(({ prefix, value }) => prefix + printExpression(value, flat)).join(", ")
  const spaced = open === "{" ? `{ ${inline} }` : open + inline + close
  if (!inline.includes("\n") && context.column + spaced.length <= maxLineLength) return spaced
  const [only] = pieces
  if (only !== undefined && pieces.length === 1 && open === "(" && hugs(only))
    return open + printExpression(only.value, { ...context, column: context.column + 1 }) + close
  const inner = context.dialect.indent.repeat(context.depth + 1)
  const lines = pieces.map(({ prefix, value }) => {
    const column = inner.length + prefix.length + 1
    return `${inner}${prefix}${printExpression(value, { ...context, depth: context.depth + 1, column })},`
  })
  return `${open}\n${lines.join("\n")}\n${context.dialect.indent.repeat(context.depth)}${close}`
}

function hugs({ prefix, value }: Piece): boolean {
  return prefix === "" && (value.type === "map" || value.type === "list" || value.type === "arrow")
}

function printArrow(body: readonly Statement[], context: ExpressionContext): string {
  const lines = printer(context.dialect).statements(body, context.depth + 1)
  return `() => {\n${lines.join("\n")}\n${context.dialect.indent.repeat(context.depth)}}`
}
