/** Splits a command as a shell would, as far as words and quotes go; nothing is expanded. */
export function commandWords(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"))
}

/** The port that a command sets by an option: `--port 3000`, `-p 3000`, `--bind 0.0.0.0:8000`, `PORT=3000`. */
export function portOption(command: string): number | undefined {
  const option = /(?:(?:--port|-p|\bPORT)(?:=|\s+)|(?:--bind|-b)(?:=|\s+)\S*:)["']?(\d{2,5})\b/
  return portNumber(option.exec(command)?.[1])
}

/** The number of a port; undefined where the text is none. */
export function portNumber(text: string | undefined): number | undefined {
  const port = Number(text)
  return text !== undefined && /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined
}
