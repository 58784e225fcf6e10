import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { cloudflareCron } from "../../../providers/cloudflare/cron.ts"

describe("days of the week", () => {
  test.each([
    ["0 3 * * *", "0 3 * * *"],
    ["0 3 1 * *", "0 3 1 * *"],
    ["0 3 * * 0", "0 3 * * SUN"],
    ["0 3 * * 7", "0 3 * * SUN"],
    ["*/15 8-18 * * 1-5", "*/15 8-18 * * MON,TUE,WED,THU,FRI"],
    ["0 3 * * 5-7", "0 3 * * SUN,FRI,SAT"],
    ["0 3 * * */2", "0 3 * * SUN,TUE,THU,SAT"],
    ["0 3 * * 1/3", "0 3 * * MON,THU"],
    ["0 3 * * 1-6/2", "0 3 * * MON,WED,FRI"],
    ["0 3 * * 0,3,6", "0 3 * * SUN,WED,SAT"],
    ["0 3 * * 0-6", "0 3 * * *"],
    ["0 3  * *  1", "0 3 * * MON"],
  ])("%s becomes %s", (schedule, expected) => {
    expect(cloudflareCron(schedule)).toBe(expected)
  })

  test("mean the same days as POSIX, whatever their form", () => {
    const names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
    const part = fc
      .record({ from: fc.nat(7), length: fc.nat(7), step: fc.integer({ min: 1, max: 7 }) })
      .map(({ from, length, step }) => ({ from, to: Math.min(7, from + length), step }))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const field = parts.map(({ from, to, step }) => `${from}-${to}/${step}`).join(",")
        const wanted = names.filter((_, day) =>
          parts.some(({ from, to, step }) =>
            [day, day + 7].some((at) => at >= from && at <= to && (at - from) % step === 0),
          ),
        )
        const written = cloudflareCron(`0 0 * * ${field}`).split(" ").at(-1) ?? ""
        expect(written === "*" ? names : written.split(",")).toEqual(wanted)
      }),
    )
  })
})
