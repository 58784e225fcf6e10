/** Longest event that is held until its end is there. */
const mostCharacters = 1024 * 1024

/** Changes parts of a stream; undefined where there is nothing to pass on yet. */
export type Translate = (chunk: Uint8Array) => Uint8Array | undefined

/**
 * Changes the data of each event on its way. An event is passed on when its line is complete; comments and other fields
 * are left out. Throws where a line has no end.
 */
export function translateEvents(change: (json: unknown) => unknown): Translate {
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  let held: string[] = []
  let size = 0

  /** Lines that are complete with this text; what follows them is held. */
  function linesWith(text: string): readonly string[] {
    const end = text.lastIndexOf("\n")
    const rest = text.slice(end + 1)
    const whole = end < 0 ? undefined : held.join("") + text.slice(0, end)
    if (whole !== undefined) {
      held = []
      size = 0
    }
    held.push(rest)
    size += rest.length
    if (size > mostCharacters) throw new Error("An event of the upstream is too long.")
    return whole?.split("\n") ?? []
  }

  return (chunk) => {
    const events = linesWith(decoder.decode(chunk, { stream: true })).flatMap((line) => {
      const data = dataOf(line)
      return data === undefined ? [] : [`data: ${translated(data, change)}\n\n`]
    })
    return events.length > 0 ? encoder.encode(events.join("")) : undefined
  }
}

function dataOf(line: string): string | undefined {
  if (!line.startsWith("data:")) return undefined
  const data = line.slice("data:".length).replace(/\r$/, "").replace(/^ /, "")
  return data === "" ? undefined : data
}

function translated(data: string, change: (json: unknown) => unknown): string {
  try {
    return JSON.stringify(change(JSON.parse(data)))
  } catch {
    return data
  }
}
