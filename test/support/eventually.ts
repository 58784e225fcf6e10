import { setTimeout as pause } from "node:timers/promises"

/** How long a condition may take on a busy machine; a healthy run needs a fraction of it. */
const deadlineMs = 40_000

/**
 * Asks again and again until the answer is neither undefined nor false, and answers with it. `what` completes
 * "Waited in vain for …".
 */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await pause(20)
  }
}
