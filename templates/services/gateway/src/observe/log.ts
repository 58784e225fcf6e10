import { logLevels } from "../config/settings.ts"

export type Level = (typeof logLevels)[number]

/** Writes one line of JSON. Fields never hold prompts, answers or keys. */
export interface Log {
  (
    level: Exclude<Level, "silent">,
    message: string,
    fields?: Readonly<Record<string, unknown>>,
  ): void
}

export function createLog(least: Level, write: (line: string) => void): Log {
  const from = logLevels.indexOf(least)
  /** Lines of the same millisecond share its text. */
  const written = { ms: Number.NaN, time: "" }
  return (level, message, fields) => {
    if (logLevels.indexOf(level) < from) return
    const ms = Date.now()
    if (ms !== written.ms) Object.assign(written, { ms, time: new Date(ms).toISOString() })
    const head = `{"time":"${written.time}","level":"${level}","message":${JSON.stringify(message)}`
    const rest = fields === undefined ? "{}" : JSON.stringify(fields)
    write(rest === "{}" ? `${head}}` : `${head},${rest.slice(1)}`)
  }
}
