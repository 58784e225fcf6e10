import { expect, test } from "vitest"
import { bodyBudget } from "../../../src/adapters/undici-prober/body-budget.ts"

test("probes read on while there is room", () => {
  const budget = bodyBudget(100)
  const [first, second] = [budget.open(unexpected), budget.open(unexpected)]
  expect([first.take(50), second.take(50)]).toEqual([true, true])
})

test("over the limit only the oldest one reads on, and the next one when it is done", () => {
  const budget = bodyBudget(100)
  const goneOn: string[] = []
  const first = budget.open(() => goneOn.push("first"))
  const second = budget.open(() => goneOn.push("second"))
  const third = budget.open(() => goneOn.push("third"))
  expect(second.take(90)).toBe(true)
  expect([third.take(20), second.take(20), first.take(1000)]).toEqual([false, false, true])
  expect(goneOn).toEqual([])
  first.close()
  expect(goneOn).toEqual(["second"])
  second.close()
  expect(goneOn).toEqual(["second", "third"])
})

test("what is given back twice counts once", () => {
  const budget = bodyBudget(100)
  const [first, second] = [budget.open(unexpected), budget.open(unexpected)]
  const third = budget.open(unexpected)
  expect(second.take(90)).toBe(true)
  first.take(10)
  first.close()
  first.close()
  expect(third.take(11)).toBe(false)
})

function unexpected(): void {
  throw new Error("Nobody waits.")
}
