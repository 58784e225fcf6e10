import { describe, expect, test } from "vitest"
import { AidepError, problem } from "../../src/errors/aidep-error.ts"
import { stale } from "../../src/errors/catalogue/artifact.ts"
import { emptyManifest, invalidManifest } from "../../src/errors/catalogue/manifest.ts"
import { diagnose } from "../../src/errors/diagnostic.ts"
import { exitCodes } from "../../src/errors/exit-codes.ts"

describe("an error that ends a command", () => {
  test("carries what to print, why, and the exit code", () => {
    const diagnostics = [diagnose(emptyManifest, {})]
    const cause = new Error("below")
    const params = { file: "aidep.yaml", errors: 1 }
    const error = new AidepError(problem(invalidManifest, params), { diagnostics, cause })
    expect(error).toMatchObject({
      name: "AidepError",
      code: "manifest/invalid",
      message: '"aidep.yaml" has 1 error. Nothing was changed.',
      exit: 65,
      details: params,
      diagnostics,
      cause,
    })
    expect(error).toBeInstanceOf(Error)
  })

  test("without diagnostics has none", () => {
    expect(new AidepError(problem(stale, { files: ["a"] })).diagnostics).toEqual([])
  })

  test("ends with the code of its entry, and about the manifest's content with 65", () => {
    expect(problem(stale, { files: ["a"] }).exit).toBe(exitCodes.changesPending)
    expect(problem(emptyManifest, {}).exit).toBe(exitCodes.invalidManifest)
  })

  test("no two exit codes are the same", () => {
    expect(new Set(Object.values(exitCodes)).size).toBe(Object.keys(exitCodes).length)
  })
})
