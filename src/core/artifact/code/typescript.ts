import type { CodeFile } from "./code.ts"
import { type Dialect, printCode } from "./print.ts"

const identifier = /^[A-Za-z_$][\w$]*$/

const typescript: Dialect = {
  indent: "  ",
  comment: "//",
  statementEnd: ";",
  literal: (value) => JSON.stringify(value),
  importStatement: (module, names) =>
    `import { ${names.join(", ")} } from ${JSON.stringify(module)};`,
  assignment: (name) => `const ${name} = `,
  mapKey,
  member: (of, name) =>
    identifier.test(name) ? `${of}.${name}` : `${of}[${JSON.stringify(name)}]`,
  namedArguments: (named) =>
    named.length === 0 ? [] : [{ prefix: "", value: { type: "map", entries: named } }],
  definition: ({ name, parameters = [], body }, printer) => [
    `function ${name}(${parameters.join(", ")}) {`,
    ...printer.statements(body, 1),
    "}",
  ],
}

/** A plain `__proto__` would set the prototype instead of a key. */
function mapKey(key: string): string {
  if (key === "__proto__") return `[${JSON.stringify(key)}]`
  return identifier.test(key) ? key : JSON.stringify(key)
}

/** Writes TypeScript, two spaces a level, double quotes. */
export function printTypeScript(file: CodeFile): string {
  return printCode(file, typescript)
}
