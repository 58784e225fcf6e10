import type { CodeFile, Expression, Statement } from "aidep/provider"

/** The text of a program, a call a line. `aidep render` writes the same program for people to read. */
export function pythonText({ statements }: CodeFile): string {
  return `${statements.flatMap((statement) => linesOf(statement)).join("\n")}\n`
}

const indent = "    "

function linesOf(statement: Statement): readonly string[] {
  switch (statement.type) {
    case "blank":
      return [""]
    case "comment":
      return statement.text.split("\n").map((line) => `# ${line}`)
    case "import":
      return [importLine(statement.module, statement.names)]
    case "assign":
      return [`${statement.name} = ${textOf(statement.value)}`]
    case "expression":
      return [textOf(statement.value)]
    case "return":
      return [`return ${textOf(statement.value)}`]
    case "function":
    case "class":
      return definition(statement)
    case "export-default":
      throw new TypeError("Python has no default export")
  }
}

function importLine(module: string, names: readonly string[]): string {
  return names.length === 0 ? `import ${module}` : `from ${module} import ${names.join(", ")}`
}

function definition(
  statement: Extract<Statement, { type: "function" | "class" }>,
): readonly string[] {
  const { body, decorators = [], name, parameters = [], type } = statement
  const heading = type === "class" ? `class ${name}:` : `def ${name}(${parameters.join(", ")}):`
  const inner = body.flatMap(linesOf).map((line) => (line === "" ? "" : indent + line))
  const isIdle = body.every((one) => one.type === "comment" || one.type === "blank")
  return [
    ...decorators.map((decorator) => `@${textOf(decorator)}`),
    heading,
    ...inner,
    ...(isIdle ? [`${indent}pass`] : []),
  ]
}

function textOf(expression: Expression): string {
  switch (expression.type) {
    case "literal":
      return literal(expression.value)
    case "name":
      return expression.name
    case "member":
      return `${textOf(expression.of)}.${expression.name}`
    case "call": {
      const named = expression.named.map(({ name, value }) => `${name}=${textOf(value)}`)
      return `${textOf(expression.callee)}(${[...expression.args.map(textOf), ...named].join(", ")})`
    }
    case "list":
      return `[${expression.items.map(textOf).join(", ")}]`
    case "map": {
      const entries = expression.entries.map(
        ({ name, value }) => `${JSON.stringify(name)}: ${textOf(value)}`,
      )
      return `{${entries.join(", ")}}`
    }
    case "arrow":
      throw new TypeError("Python has no functions without a name and with statements")
  }
}

/** JSON's escapes are Python's too. */
function literal(value: string | number | boolean | null): string {
  if (value === null) return "None"
  if (typeof value === "boolean") return value ? "True" : "False"
  return JSON.stringify(value)
}
