/**
 * A command as the one text that flyctl splits again (`processes` and `release_command` are texts). flyctl
 * splits by POSIX shell words without running a shell, so quotes are all that is needed.
 */
export function commandLine(argv: readonly string[]): string {
  return argv.map(quoted).join(' ')
}

/** Needs no quotes in any shell dialect. */
const plain = /^[\w@%+=:,./-]+$/

function quoted(argument: string): string {
  return plain.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`
}
