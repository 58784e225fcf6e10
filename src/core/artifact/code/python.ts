import type { CodeFile, DefinitionStatement } from "./code.ts"
import { type Dialect, printCode, type Printer } from "./print.ts"

const python: Dialect = {
  indent: "    ",
  comment: "#",
  statementEnd: "",
  literal: (value) => {
    if (value === null) return "None"
    if (typeof value === "boolean") return value ? "True" : "False"
    return typeof value === "string" ? pythonText(value) : String(value)
  },
  importStatement: (module, names) =>
    names.length === 0 ? `import ${module}` : `from ${module} import ${names.join(", ")}`,
  assignment: (name) => `${name} = `,
  mapKey: pythonText,
  member: (of, name) => `${of}.${name}`,
  namedArguments: (named) => named.map(({ name, value }) => ({ prefix: `${name}=`, value })),
  definition: printDefinition,
}

/** JSON's escapes are Python's too; characters beyond 16 bits, which Python would escape differently, stay as they are. */
function pythonText(text: string): string {
  return JSON.stringify(text)
}

function printDefinition(definition: DefinitionStatement, printer: Printer): readonly string[] {
  const { name, parameters = [], decorators = [], documentation, body } = definition
  const heading =
    definition.type === "class"
      ? `class ${name}${parameters.length === 0 ? "" : `(${parameters.join(", ")})`}:`
      : `def ${name}(${parameters.join(", ")}):`
  const lines = printer.statements(body, 1)
  const idle = body.every(({ type }) => type === "comment" || type === "blank")
  return [
    ...decorators.map((decorator) => `@${printer.expression(decorator, 0, 1)}`),
    heading,
    ...(documentation === undefined ? [] : [`    ""${pythonText(documentation)}""`]),
    ...lines,
    ...(idle && documentation === undefined ? ["    pass"] : []),
  ]
}

/** Writes Python, four spaces a level, double quotes. */
export function printPython(file: CodeFile): string {
  return printCode(file, python)
}
