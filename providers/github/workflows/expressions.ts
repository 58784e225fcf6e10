import type { EnvironmentVariable, Segment } from "aidep/provider"

/** Reads a secret of the job's environment, else of the repository or organization. */
export function secret(name: string): string {
  return expression(`secrets.${name}`)
}

/** Reads a variable, which GitHub shows to everybody who can read the repository's settings. */
export function variable(name: string): string {
  return expression(`vars.${name}`)
}

function expression(code: string): string {
  return `\${{ ${code} }}`
}

/** Text inside an expression. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Text that GitHub leaves as it is: what looks like an expression becomes an expression of that text. */
export function plainText(text: string): string {
  return text.replaceAll("${{", expression(quotedText("${{")))
}

/**
 * A variable of a service inside a job. Where it holds the address of something that is only known after a
 * deploy, the whole variable comes from a secret of its own name.
 */
export function variableValue({ name, segments }: EnvironmentVariable): string {
  const parts = segments.map(segmentText)
  return parts.every((part) => part !== undefined) ? parts.join("") : secret(name)
}

function segmentText(segment: Segment): string | undefined {
  switch (segment.type) {
    case "text":
      return plainText(segment.text)
    case "secret":
      return secret(segment.name)
    case "deployment":
      return expression("github.sha")
    case "service":
    case "resource":
      return undefined
  }
}
