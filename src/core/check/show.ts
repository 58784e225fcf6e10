/** What stands in messages for a secret. */
const masked = "••••"
const shownCharacters = 200

/** Puts dots in place of every secret, also where JSON or a URL has escaped it. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== "")
    .flatMap(writtenForms)
    .toSorted((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, masked), text)
}

function writtenForms(secret: string): readonly string[] {
  const inJson = JSON.stringify(secret).slice(1, -1)
  return [...new Set([secret, inJson, encodeURIComponent(secret.toWellFormed())])]
}

/** A value in a message: one line, bounded, without secrets and without what moves a terminal's cursor. */
export function show(value: unknown, secrets: readonly string[]): string {
  if (value === undefined) return "nothing"
  if (typeof value !== "string") return shorten(visible(maskSecrets(jsonOf(value), secrets)))
  const text = maskSecrets(value, secrets)
  const cut = text.length > shownCharacters
  const start = visible(JSON.stringify(cut ? text.slice(0, shownCharacters) : text))
  return cut ? `${start} (the start of ${count(text.length)} characters)` : start
}

/** A sentence of somebody else's in a message. */
export function showSentence(text: string, secrets: readonly string[]): string {
  return shorten(visible(maskSecrets(text, secrets).replaceAll(/\s+/g, " ")))
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return "a value that is nested too deeply to be shown"
  }
}

function shorten(text: string): string {
  return text.length <= shownCharacters
    ? text
    : `${text.slice(0, shownCharacters)}… (the start of ${count(text.length)} characters)`
}

function count(value: number): string {
  return value.toLocaleString("en-US")
}

/** Escapes control characters and those that turn the direction of writing. */
function visible(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, "0"),
  )
}
