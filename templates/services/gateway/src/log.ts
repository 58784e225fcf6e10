export const levels = ["debug", "info", "warn", "error", "silent"] as const
export type Level = (typeof levels)[number]

/** Writes one line of JSON. Fields never hold prompts, answers or keys. */
export type Log = (
  level: Exclude<Level, "silent">,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void

export function createLog(least: Level, write: (line: string) => void): Log {
  return (level, message, fields) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return
    write(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }))
  }
}
