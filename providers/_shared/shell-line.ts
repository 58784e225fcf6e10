const plainWord = /^[\w@%+:,./-]+$/
const plainArgument = /^[\w@%+=:,./-]+$/

/** A command as one line for a POSIX shell, or for a tool that splits like one. */
export function shellLine([program = "", ...args]: readonly string[]): string {
  const first = plainWord.test(program) ? program : quoted(program)
  return [first, ...args.map((arg) => (plainArgument.test(arg) ? arg : quoted(arg)))].join(" ")
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
