import type { FolderContents, FoundVariable } from "./found-service.ts"

/** Files that list the variables of a service by custom, the first one counts. */
export const variableFiles = [".env.example", ".env.sample", ".env.template"] as const

const secretWords =
  /(?:^|_)(?:API_?KEYS?|KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASS|DSN|CREDENTIALS?)(?:$|_)/i
const publicWords = /(?:^|_)PUBLIC(?:_|$)/i
const storeAddress = /(?:DATABASE|DB|POSTGRES|PG|REDIS|MONGO|MONGODB|AMQP|RABBITMQ)_?UR[IL]$/i

/** The variables that a service's example file lists. What aidep sets itself is left out. */
export function variableClues(contents: FolderContents): readonly FoundVariable[] {
  const text = contents.files.get(variableFileOf(contents) ?? "") ?? ""
  return parseVariables(text)
    .filter(({ name }) => name !== "PORT" && !name.startsWith("AIDEP_"))
    .map(({ name, value }) => ({ name, example: value, secret: looksSecret(name, value) }))
}

export function variableFileOf({ files }: FolderContents): string | undefined {
  return variableFiles.find((file) => files.has(file))
}

export interface WrittenVariable {
  readonly name: string
  readonly value: string
}

/** `NAME=value` lines as `.env` files have them; the last line of a name counts. */
export function parseVariables(text: string): readonly WrittenVariable[] {
  const lines = text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*)$/gm)
  const values = [...lines].map(([, name = "", value = ""]) => [name, plainValue(value)] as const)
  return [...new Map(values)].map(([name, value]) => ({ name, value }))
}

function plainValue(text: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(text)
  if (quoted !== null) return quoted[2] ?? ""
  return text.replace(/(^|\s)#.*$/, "").trim()
}

/** `MAX_TOKENS=512` counts something; an address with a user in it carries a password. */
function looksSecret(name: string, value: string): boolean {
  if (/^[a-z][\w+.-]*:\/\/[^/\s]+@/i.test(value) || storeAddress.test(name)) return true
  const counts = /^(?:\d+(?:\.\d+)?|true|false)$/i.test(value)
  return secretWords.test(name) && !publicWords.test(name) && !counts
}
