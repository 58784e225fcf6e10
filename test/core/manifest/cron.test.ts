import * as fc from "fast-check"
import { expect, test } from "vitest"
import { cronProblem } from "../../../src/core/manifest/cron.ts"

test.each([
  "* * * * *",
  "0 3 1 * *",
  "*/15 * * * *",
  "0-30/5 1,2,3 1-31 1-12 0-7",
  "59 23 31 12 7",
])("%j is right", (text) => {
  expect(cronProblem(text)).toBeUndefined()
})

test.each([
  ["", "it has 0 of 5 fields"],
  ["* * * *", "it has 4 of 5 fields"],
  ["0 0 3 1 * *", "it has 6 of 5 fields"],
  ["@daily", "it has 1 of 5 fields"],
  [" 0 3 1 * *", "its fields have something else than one space between them"],
  ["0 3\n1 * *", "its fields have something else than one space between them"],
  ["0  3 1 * *", "its fields have something else than one space between them"],
  ["60 * * * *", 'the minute "60" is not a number from 0 to 59, a range or "*"'],
  ["* 24 * * *", 'the hour "24" is not a number from 0 to 23, a range or "*"'],
  ["* * 0 * *", 'the day of month "0" is not a number from 1 to 31, a range or "*"'],
  ["* * * 13 *", 'the month "13" is not a number from 1 to 12, a range or "*"'],
  ["* * * jan *", 'the month "jan" is not a number from 1 to 12, a range or "*"'],
  ["* * * * 8", 'the day of week "8" is not a number from 0 to 7, a range or "*"'],
  ["5-1 * * * *", 'the minute "5-1" is not a number from 0 to 59, a range or "*"'],
  ["*/0 * * * *", 'the minute "*/0" is not a number from 0 to 59, a range or "*"'],
  ["1,,2 * * * *", 'the minute "" is not a number from 0 to 59, a range or "*"'],
])("%j is wrong: %s", (text, problem) => {
  expect(cronProblem(text)).toBe(problem)
})

test("any text is judged", () => {
  const field = fc.string({
    unit: fc.constantFrom(..."0123456789*/,-"),
    minLength: 1,
    maxLength: 6,
  })
  const schedule = fc.oneof(
    fc.string(),
    fc.array(field, { minLength: 5, maxLength: 5 }).map((fields) => fields.join(" ")),
  )
  fc.assert(
    fc.property(schedule, (text) => {
      const right = cronProblem(text) === undefined
      expect(right && !/^[\d*/,-]+(?: [\d*/,-]+){4}$/.test(text)).toBe(false)
    }),
    { numRuns: 2000 },
  )
})
