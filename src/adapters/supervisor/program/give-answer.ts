import { writeSync } from "node:fs"
import type { Answer } from "../messages.ts"

/** Says the first answer to whoever gave the order; all others, and one that nobody waits for any more, are dropped. */
export function giveAnswer(): (answer: Answer) => void {
  let given = false
  return (answer) => {
    if (given) return
    given = true
    try {
      writeSync(1, `${JSON.stringify(answer)}\n`)
    } catch {
      // The command that started us was killed. The next one finds us.
      return
    }
  }
}
