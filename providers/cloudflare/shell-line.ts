const plainWord = /^[\w@%+=:,./-]+$/

/**
 * Arguments as the one line that wrangler's `build.command` wants. wrangler gives it to `sh`, so that
 * whatever is not a plain word is put in single quotes.
 */
export function shellLine(args: readonly string[]): string {
  return args.map(shellWord).join(" ")
}

function shellWord(word: string): string {
  return plainWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
