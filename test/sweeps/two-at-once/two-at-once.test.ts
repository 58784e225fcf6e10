import { expect, test } from "vitest"
import { stores, twoAtOnce } from "./rounds.ts"

// The short form; npm run test:two-at-once takes a hundred rounds for each store, also over five platforms.
test.each(stores)(
  "of two processes that deploy at once, one works and the other waits or names it: state %s",
  async (kind) => {
    const { worked, toldToWait, problems } = await twoAtOnce(kind, { rounds: 10, stack: "render" })
    expect(problems).toEqual([])
    expect(worked).toBeGreaterThanOrEqual(10)
    expect(worked + toldToWait).toBe(20)
  },
  120_000,
)
