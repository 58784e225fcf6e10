import type { Config } from "../config/config.ts"

const secret = /token|secret|key$|keys$|dsn|password/i
const address = /url$/i

/** The settings as they hold, without what is secret. */
export function printable(config: Config): unknown {
  return JSON.parse(JSON.stringify(config, (name, value: unknown) => hide(name, value)))
}

function hide(name: string, value: unknown): unknown {
  if (Array.isArray(value) && secret.test(name)) return value.map(() => "••••")
  if (typeof value !== "string") return value
  if (secret.test(name)) return "••••"
  return address.test(name) ? withoutPassword(value) : value
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/)[^@/]*@/, "$1••••@")
}
