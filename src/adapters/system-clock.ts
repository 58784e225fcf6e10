import type { Clock } from "../ports/clock.ts"

/** The clock of this machine. */
export const systemClock: Clock = {
  today: () => new Date().toISOString().slice(0, "2026-11-21".length),
}
