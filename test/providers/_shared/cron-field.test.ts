import { expect, test } from "vitest"
import { cronValues } from "../../../providers/_shared/cron-field.ts"

test.each([
  ["*", 3, [0, 1, 2, 3]],
  ["5", 59, [5]],
  ["5-7", 59, [5, 6, 7]],
  ["*/20", 59, [0, 20, 40]],
  ["50/5", 59, [50, 55]],
  ["1-6/2", 6, [1, 3, 5]],
  ["6,0-1", 6, [6, 0, 1]],
  ["7-5", 59, []],
])("%s in a field up to %i", (field, last, values) => {
  expect(cronValues(field, last)).toEqual(values)
})
