import { describe, expect, test } from "vitest"
import { withIgnoredFiles } from "../../../src/core/init/ignore-lines.ts"
import { holdsKey, newSecretsText, withSecretNames } from "../../../src/core/init/secret-files.ts"

describe(".gitignore", () => {
  test("is made with what keeps secrets and state out of git", () => {
    expect(withIgnoredFiles(undefined)).toBe(
      "# Secrets and the state of aidep\n.env\n.env.*\n!.env.example\n.aidep/\n",
    )
  })

  test("keeps what is there, its line endings too, and gets only what is missing", () => {
    expect(withIgnoredFiles("node_modules\r\n.env\r\n")).toBe(
      "node_modules\r\n.env\r\n\r\n# Secrets and the state of aidep\r\n.env.*\r\n!.env.example\r\n.aidep/\r\n",
    )
    expect(withIgnoredFiles("dist")).toMatch(/^dist\n\n# Secrets/)
  })

  test("the exception follows the pattern that it is one of", () => {
    const text = withIgnoredFiles("!.env.example\n.env\n.aidep/\n") ?? ""
    expect(text.lastIndexOf("!.env.example")).toBeGreaterThan(text.indexOf(".env.*"))
  })

  test("that has all of them stays", () => {
    const text = withIgnoredFiles(undefined)
    expect(withIgnoredFiles(text)).toBeUndefined()
  })
})

describe(".env.example", () => {
  const secrets = [{ name: "HF_TOKEN", services: ["model", "retrain"] }]

  test("names the key and each secret with an empty value", () => {
    const text = withSecretNames(undefined, secrets) ?? ""
    expect(text).toMatch(/^# Key of the project: .*\nAIDEP_SECRET_KEY=\n/)
    expect(text).toContain('# Secret of "model", "retrain".\nHF_TOKEN=\n')
    expect(withSecretNames(text, secrets)).toBeUndefined()
  })

  test("is extended, never changed", () => {
    const before = "# mine\nHF_TOKEN=hf_...\n"
    const after = withSecretNames(before, secrets) ?? ""
    expect(after.startsWith(`${before}\n# Key of the project`)).toBe(true)
    expect(after.match(/HF_TOKEN/g)).toHaveLength(1)
  })
})

test(".env holds the key, and one without it is noticed", () => {
  expect(holdsKey(newSecretsText("abc"))).toBe(true)
  expect(holdsKey("AIDEP_SECRET_KEY=\nA=1\n")).toBe(false)
  expect(holdsKey("")).toBe(false)
})
