import { describe, expect, test } from "vitest"
import runpod from "../../../providers/runpod/provider.ts"
import { retirementProblems } from "../../../src/core/retirement/check-retirements.ts"

function problems(value: string, today = "2026-11-21") {
  const path = ["services", "web", "env", "RUNPOD_API"]
  return retirementProblems(runpod.retirements, {
    today,
    placeOf: () => ({ file: "aidep.yaml", line: 7, column: 5 }),
    options: [],
    environmentTexts: [{ name: path, value, path }],
    files: new Map(),
  })
}

describe("version 1 of RunPod's REST API", () => {
  test.each(["https://rest.runpod.io/v1", "https://rest.runpod.io/v1/endpoints"])(
    "%s is an error since its end",
    (value) => {
      expect(problems(value)).toEqual([
        expect.objectContaining({
          severity: "error",
          code: "runpod/rest-v1",
          message: "RunPod retires its REST API v1: it ended on 2026-11-15.",
          place: { file: "aidep.yaml", line: 7, column: 5 },
        }),
      ])
    },
  )

  test("was a warning before", () => {
    expect(problems("https://rest.runpod.io/v1", "2026-11-14")).toEqual([
      expect.objectContaining({ severity: "warning" }),
    ])
  })

  test.each([
    "https://api.runpod.io/v2",
    "https://rest.runpod.io/v10",
    "https://restXrunpod.io/v1",
    "https://api.runpod.ai/v2/abc/run",
  ])("%s is something else", (value) => {
    expect(problems(value)).toEqual([])
  })
})
