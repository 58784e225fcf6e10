/** `2026-11-21 10:00:00Z` */
export function secondsOf(iso: string): string {
  return iso.replace("T", " ").replace(/\.\d+Z$/, "Z")
}
