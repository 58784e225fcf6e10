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
  // What follows the last line end is no line yet.
  const [rest = ""] = lines.splice(-1)
  const events: ServerSentEvent[] = []
  let open = emptyBlock()
  for (const line of lines) {
    if (line === "") {
      events.push(...eventOf(open))
      open = emptyBlock()
    } else open = withLine(open, line)
  }
  const [unfinished] = eventOf(rest === "" ? open : withLine(open, rest))
  return { events, unfinished }
}

interface Block {
  readonly event: string
  readonly data: readonly string[]
}

function emptyBlock(): Block {
  return { event: "", data: [] }
}

function withLine(block: Block, line: string): Block {
  const colon = line.indexOf(":")
  const field = colon === -1 ? line : line.slice(0, colon)
  const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "")
  if (field === "event") return { ...block, event: value }
  return field === "data" ? { ...block, data: [...block.data, value] } : block
}

function eventOf({ event, data }: Block): readonly ServerSentEvent[] {
  if (data.length === 0) return []
  return [{ event: event === "" ? "message" : event, data: data.join("\n") }]
}
