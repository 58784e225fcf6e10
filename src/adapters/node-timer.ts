import type { Timer } from "../ports/timer.ts"

/** Timers of this process, which do not keep it running. */
export const nodeTimer: Timer = {
  every: (intervalMs, turn) => {
    let busy = false
    const take = async (): Promise<void> => {
      if (busy) return
      busy = true
      await turn().finally(() => {
        busy = false
      })
    }
    const timer = setInterval(() => void take(), intervalMs).unref()
    return () => clearInterval(timer)
  },
}
