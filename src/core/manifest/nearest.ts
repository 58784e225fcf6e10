import { closest, distance } from "fastest-levenshtein"

/** Candidates that are compared: a project of thousands with a fault in each has to be answered too. */
const maxCompared = 500

/** The candidate a person probably meant: at most a third of its letters differ, or two have changed places. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const written = text.toLowerCase()
  const best = closest(written, candidates.slice(0, maxCompared))
  const changes = distance(written, best.toLowerCase())
  const limit = Math.floor(Math.max(text.length, best.length) / 3)
  const swapped = changes === 2 && sorted(written) === sorted(best.toLowerCase())
  return changes <= limit || swapped ? best : undefined
}

function sorted(text: string): string {
  return [...text].toSorted().join("")
}
