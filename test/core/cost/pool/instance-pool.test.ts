import { describe, expect, test } from "vitest"
import { InstancePool } from "../../../../src/core/cost/pool/instance-pool.ts"
import { load } from "./pools.ts"

/** Two slots an instance, 5 s of idling, 3 s to start. */
const small = load({ requests: 1, slots: 2, idle: 5 }, { coldSeconds: 3, cap: 2 })

describe("requests one after the other", () => {
  test("open, keep open and close an instance", () => {
    const pool = new InstancePool(small)
    expect(placed(pool, 0, 1)).toEqual({ wait: 3, cold: true })
    expect(placed(pool, 6, 1)).toEqual({ wait: 0, cold: false })
    // Idle from 4 to 6, closed at 12.
    expect(pool.settle(20)).toMatchObject({ starts: 1, cold: 3, busy: 2, idle: 2 + 5, requests: 2 })
    expect(placed(pool, 21, 1)).toEqual({ wait: 3, cold: true })
  })

  test("share an instance up to its slots, wait for its start, and open the next when it is full", () => {
    const pool = new InstancePool(small)
    placed(pool, 0, 10)
    expect(placed(pool, 1, 10)).toEqual({ wait: 2, cold: true })
    expect(placed(pool, 4, 10)).toEqual({ wait: 3, cold: true })
    expect(pool.peak).toBe(2)
    expect(pool.settle(4)).toMatchObject({ starts: 2, waitedForStart: 3 })
  })

  test("wait for the first free slot where no more may open", () => {
    const pool = new InstancePool({ ...small, cap: 1, coldSeconds: 0 })
    placed(pool, 0, 10)
    placed(pool, 0, 4)
    expect(placed(pool, 1, 2)).toEqual({ wait: 3, cold: false })
    expect(placed(pool, 1, 2)).toEqual({ wait: 5, cold: false })
    expect(placed(pool, 1, 2)).toEqual({ wait: 7, cold: false })
    expect(pool.settle(30)).toMatchObject({ busy: 10, starts: 1 })
  })

  test("go to the oldest instance, so that the others can close", () => {
    const pool = new InstancePool({ ...small, slots: 1, coldSeconds: 0 })
    placed(pool, 0, 2)
    placed(pool, 1, 2)
    placed(pool, 4, 1)
    // The second was idle from 3 on and closed at 8; the first is busy 2 + 1 s and idle until 10.
    expect(pool.settle(8)).toMatchObject({ busy: 5, idle: 2 + 3 + 5 })
  })
})

describe("counting", () => {
  test("counts idle time once, however often it is asked", () => {
    const pool = new InstancePool({ ...small, coldSeconds: 0 })
    placed(pool, 0, 1)
    const counts = [2, 3, 4, 100].map((now) => pool.settle(now).idle)
    expect(counts).toEqual([1, 1, 1, 2])
  })

  test("never closes what is warm", () => {
    const pool = new InstancePool({ ...small, warm: 1 })
    expect(pool.settle(1000)).toMatchObject({ idle: 1000, starts: 0 })
    expect(placed(pool, 1000, 1)).toEqual({ wait: 0, cold: false })
  })

  test("rounds each run up", () => {
    const pool = new InstancePool({ ...small, roundUpSeconds: 60 })
    placed(pool, 0, 1)
    // 3 s of start, 1 s of work, 5 s of idling.
    expect(pool.settle(50)).toMatchObject({ rounding: 51 })
  })
})

function placed(pool: InstancePool, now: number, duration: number) {
  return { ...pool.serve(now, duration) }
}
