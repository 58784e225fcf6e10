import type { CodeFile, Expression, Statement } from "../../../src/core/artifact/code/code.ts"

export interface NamedCall {
  /** With dots, such as `modal.Secret.from_name`. */
  readonly callee: string
  /** Names of its named arguments. */
  readonly named: readonly string[]
}

/** Every call in a file, with the names of its named arguments. */
export function namedCalls({ statements }: CodeFile): readonly NamedCall[] {
  return statements.flatMap(inStatement)
}

function inStatement(statement: Statement): readonly NamedCall[] {
  switch (statement.type) {
    case "assign":
    case "expression":
    case "return":
    case "export-default":
      return inExpression(statement.value)
    case "function":
    case "class":
      return [
        ...(statement.decorators ?? []).flatMap(inExpression),
        ...statement.body.flatMap(inStatement),
      ]
    case "import":
    case "comment":
    case "blank":
      return []
  }
}

function inExpression(expression: Expression): readonly NamedCall[] {
  switch (expression.type) {
    case "call":
      return [
        { callee: pathOf(expression.callee), named: expression.named.map(({ name }) => name) },
        ...expression.args.flatMap(inExpression),
        ...expression.named.flatMap(({ value }) => inExpression(value)),
      ]
    case "list":
      return expression.items.flatMap(inExpression)
    case "map":
      return expression.entries.flatMap(({ value }) => inExpression(value))
    case "member":
      return inExpression(expression.of)
    case "literal":
    case "name":
    case "arrow":
      return []
  }
}

function pathOf(expression: Expression): string {
  if (expression.type === "name") return expression.name
  return expression.type === "member" ? `${pathOf(expression.of)}.${expression.name}` : ""
}
