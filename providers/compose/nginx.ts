/** One directive of an nginx configuration, https://nginx.org/en/docs/beginners_guide.html#conf_structure (2026-11-21). */
export interface NginxDirective {
  readonly name: string
  /** `$name` in an argument is a variable of nginx. */
  readonly args: readonly string[]
  /** Directives inside braces; a simple directive has none. */
  readonly block?: readonly NginxDirective[]
}

export function directive(name: string, ...args: readonly string[]): NginxDirective {
  return { name, args }
}

export function block(
  name: string,
  args: readonly string[],
  directives: readonly NginxDirective[],
): NginxDirective {
  return { name, args, block: directives }
}

/** Writes a configuration. The text ends in a line feed. */
export function printNginx(directives: readonly NginxDirective[]): string {
  return `${directives.flatMap((each) => lines(each, "")).join("\n")}\n`
}

const indent = "    "

function lines({ name, args, block: inner }: NginxDirective, pad: string): readonly string[] {
  const head = pad + [name, ...args].map(word).join(" ")
  if (inner === undefined) return [`${head};`]
  return [`${head} {`, ...inner.flatMap((each) => lines(each, pad + indent)), `${pad}}`]
}

/** A word that nginx reads as one argument: quoted where it holds a character of nginx's grammar. */
function word(text: string): string {
  if (/^[\w.,/:$@%+=~^*-]+$/.test(text)) return text
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
