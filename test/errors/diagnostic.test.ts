import { describe, expect, test } from "vitest"
import { entry } from "../../src/errors/catalogue-entry.ts"
import {
  diagnose,
  type Diagnostic,
  hasErrors,
  orderDiagnostics,
} from "../../src/errors/diagnostic.ts"

const tooHot = entry<{ degrees: number }>({
  code: "weather/too-hot",
  severity: "warning",
  title: "It is too hot.",
  message: ({ degrees }) => `It has ${degrees} degrees.`,
  hint: () => "Go inside.",
  explanation: "Shade helps too.",
})

const at = (line: number, column: number, changes: Partial<Diagnostic> = {}): Diagnostic => ({
  ...diagnose(tooHot, { degrees: 40 }, { file: "b.yaml", line, column }),
  ...changes,
})

describe("a diagnostic", () => {
  test("is its entry with the parameters filled in, and a place where there is one", () => {
    const place = { file: "a.yaml", line: 2, column: 3 }
    expect(diagnose(tooHot, { degrees: 40 }, place)).toEqual({
      severity: "warning",
      code: "weather/too-hot",
      message: "It has 40 degrees.",
      hint: "Go inside.",
      place,
    })
    expect(diagnose(tooHot, { degrees: 40 })).not.toHaveProperty("place")
  })

  test("of warnings alone there are no errors", () => {
    expect(hasErrors([])).toBe(false)
    expect(hasErrors([at(1, 1)])).toBe(false)
    expect(hasErrors([at(1, 1), at(1, 1, { severity: "error" })])).toBe(true)
  })
})

describe("the order", () => {
  test("is file, line, column, code; without a place comes first", () => {
    const { place: _place, ...nowhere } = at(1, 1)
    const elsewhere = at(9, 9, { place: { file: "a.yaml", line: 9, column: 9 } })
    const given = [at(10, 1), at(2, 5), at(2, 4, { code: "z/z" }), at(2, 4), elsewhere, nowhere]
    expect(orderDiagnostics(given)).toEqual([
      nowhere,
      elsewhere,
      at(2, 4),
      at(2, 4, { code: "z/z" }),
      at(2, 5),
      at(10, 1),
    ])
  })

  test("keeps one of each that says the same at the same place", () => {
    expect(orderDiagnostics([at(1, 1), at(1, 1), at(1, 2)])).toEqual([at(1, 1), at(1, 2)])
  })
})
