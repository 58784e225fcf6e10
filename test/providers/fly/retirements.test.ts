import { describe, expect, it } from "vitest"
import { retirementProblems } from "../../../src/core/retirement/check-retirements.ts"
import { flyRetirements } from "../../../providers/fly/retirements.ts"

function problems(text: string, { today = "2026-11-21", path = "fly.toml" } = {}) {
  return retirementProblems(flyRetirements, {
    today,
    placeOf: () => ({ file: "aidep.yaml", line: 1, column: 1 }),
    options: [],
    environmentTexts: [],
    files: new Map([[path, text]]),
  })
}

describe("GPUs of Fly", () => {
  it.each([
    '[[vm]]\n  gpu_kind = "l40s"\n',
    "[[vm]]\ngpus = 2\n",
    '[[vm]]\n  size = "a100-40gb"\n',
    "[[vm]]\n  size = 'a10'\n",
    '{ "vm": [{ "size": "l40s" }] }',
    "vm:\n  - gpu_kind: a10\n",
  ])("are found in %j", (text) => {
    expect(problems(text)).toEqual([
      expect.objectContaining({ severity: "error", code: "fly/gpus" }),
    ])
  })

  it("are placed by line", () => {
    expect(problems('app = "x"\n[[vm]]\nsize = "a10"\n', { path: "api/fly.toml" })).toEqual([
      expect.objectContaining({
        place: expect.objectContaining({ file: "api/fly.toml", line: 3 }),
      }),
    ])
  })

  it.each([
    '[[vm]]\n  size = "performance-8x"\n',
    "# gpus = 2\n",
    '[env]\nMODEL = "a100-notes"\n',
    'size = "a10k-rows"\n',
  ])("are not seen in %j", (text) => {
    expect(problems(text)).toEqual([])
  })

  it("were a warning before their end", () => {
    expect(problems("gpus = 1\n", { today: "2026-07-31" })).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ])
  })
})
