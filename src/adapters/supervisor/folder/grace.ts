import { readFileSync } from "node:fs"
import { join } from "node:path"

/** The file in which `stop` leaves the grace, before it sends the signal. */
export const graceName = "grace"

/** For whoever else ends the supervisor: the machine shutting down, a person. */
const ownGraceMs = 10_000

export function readGraceMs(folder: string): number {
  try {
    const graceMs = Number.parseInt(readFileSync(join(folder, graceName), "utf8"), 10)
    return Number.isNaN(graceMs) ? ownGraceMs : graceMs
  } catch {
    return ownGraceMs
  }
}
