/** One part of a form that is sent as `multipart/form-data`. */
export interface FormPart {
  readonly name: string
  /** With it, the part is a file. */
  readonly fileName?: string | undefined
  readonly contentType?: string | undefined
  readonly text: string
}

export interface Form {
  readonly contentType: string
  readonly text: string
}

/** Writes the parts with a boundary that none of them holds. */
export function formOf(parts: readonly FormPart[]): Form {
  const boundary = boundaryOutside(parts, 0)
  const written = parts.map((part) => `--${boundary}\r\n${headOf(part)}\r\n${part.text}\r\n`)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    text: `${written.join("")}--${boundary}--\r\n`,
  }
}

function boundaryOutside(parts: readonly FormPart[], count: number): string {
  const boundary = `----aidep-form-${count}`
  const taken = parts.some(({ text }) => text.includes(boundary))
  return taken ? boundaryOutside(parts, count + 1) : boundary
}

function headOf({ contentType, fileName, name }: FormPart): string {
  const file = fileName === undefined ? "" : `; filename="${escaped(fileName)}"`
  const type = contentType === undefined ? "" : `Content-Type: ${contentType}\r\n`
  return `Content-Disposition: form-data; name="${escaped(name)}"${file}\r\n${type}`
}

/** As browsers do it. Source: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html (2026-11). */
function escaped(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A")
}

/** The parts of a form; undefined for what is none. Its first line is the boundary, whatever a header says. */
export function partsOf(text: string): readonly FormPart[] | undefined {
  const [first = ""] = text.split("\r\n", 1)
  if (!first.startsWith("--")) return undefined
  const pieces = text.slice(first.length).split(`\r\n${first}`)
  const ended = pieces.at(-1)?.trim() === "--"
  return ended ? pieces.slice(0, -1).flatMap((piece) => partIn(piece) ?? []) : undefined
}

function partIn(piece: string): FormPart | undefined {
  const end = piece.indexOf("\r\n\r\n")
  if (end === -1) return undefined
  const head = piece.slice(0, end)
  const [, name] = /[;\s]name="([^"]*)"/i.exec(head) ?? []
  if (name === undefined) return undefined
  const [, fileName] = /filename="([^"]*)"/i.exec(head) ?? []
  const [, contentType] = /content-type:\s*([^\r\n]+)/i.exec(head) ?? []
  return {
    name: unescaped(name),
    ...(fileName === undefined ? {} : { fileName: unescaped(fileName) }),
    ...(contentType === undefined ? {} : { contentType }),
    text: piece.slice(end + 4),
  }
}

function unescaped(name: string): string {
  return name.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n")
}
