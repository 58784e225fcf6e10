import type { Usage } from "../cache/whole-answer.ts"

/**
 * The last usage in the text of an answer, without parsing it. A quotation mark inside a JSON string has a backslash
 * before it, so that what a model writes cannot pose as usage.
 */
export function usageIn(text: string): Usage | undefined {
  const prompt = lastNumber(text, '"prompt_tokens":')
  const completion = lastNumber(text, '"completion_tokens":')
  if (prompt === undefined && completion === undefined) return undefined
  return { prompt: prompt ?? 0, completion: completion ?? 0 }
}

function lastNumber(text: string, name: string): number | undefined {
  const at = text.lastIndexOf(name)
  if (at < 0) return undefined
  const digits = /^\s*(\d{1,9})/.exec(text.slice(at + name.length, at + name.length + 16))?.[1]
  return digits === undefined ? undefined : Number(digits)
}
