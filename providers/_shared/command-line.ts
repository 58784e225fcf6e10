/** Needs no quotes in any POSIX shell. */
const plainWord = /^[\w@%+=:,./-]+$/

/**
 * Arguments as one line, for platforms that take a command as text and split it into words again. Nothing in
 * it is expanded: a `$` reaches the program as it is written.
 */
export function commandLine(args: readonly string[]): string {
  return args.map(word).join(" ")
}

function word(argument: string): string {
  return plainWord.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`
}
