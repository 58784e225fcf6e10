/** One event of an event stream. */
export interface ServerSentEvent {
  /** `message` where the stream names none. */
  readonly event: string
  /** The lines of its data, joined with line feeds. */
  readonly data: string
}

export interface EventStream {
  readonly events: readonly ServerSentEvent[]
  /** An event at the end that no empty line closes; browsers drop it. */
  readonly unfinished: ServerSentEvent | undefined
}

/**
 * Reads a whole event stream: lines end with LF, CR or CRLF, an empty line closes an event, lines that begin with
 * a colon are comments, and an event without data is none.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function parseEventStream(text: string): EventStream {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
  // What follows the last line end is a line without an end, or nothing.
  const rest = lines.pop()
  const events: ServerSentEvent[] = []
  let block: string[] = []
  for (const line of lines) {
    if (line === "") {
      events.push(...eventOf(block))
      block = []
    } else block.push(line)
  }
  const [unfinished] = eventOf(rest === undefined ? block : [...block, rest])
  return { events, unfinished }
}

function eventOf(lines: readonly string[]): readonly ServerSentEvent[] {
  const fields = lines.map(fieldOf)
  const data = fields.filter(({ name }) => name === "data").map(({ value }) => value)
  if (data.length === 0) return []
  const event = fields.findLast(({ name }) => name === "event")?.value ?? ""
  return [{ event: event === "" ? "message" : event, data: data.join("\n") }]
}

/** A line without a colon is a name alone; one that begins with a colon is a comment and has no name. */
function fieldOf(line: string): { readonly name: string; readonly value: string } {
  const colon = line.indexOf(":")
  if (colon === -1) return { name: line, value: "" }
  return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, "") }
}
