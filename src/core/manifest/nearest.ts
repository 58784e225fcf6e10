import { closest, distance } from "fastest-levenshtein"

/** The candidate a person probably meant: at most a third of its letters differ. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const best = closest(text.toLowerCase(), candidates)
  const limit = Math.max(1, Math.floor(Math.max(text.length, best.length) / 3))
  return distance(text.toLowerCase(), best.toLowerCase()) <= limit ? best : undefined
}
