import { describe, expect, test } from "vitest"
import { type Caller, credentials } from "../../../src/core/check/credentials.ts"
import { derivedToken } from "../../../src/core/release/derived-token.ts"

const token = derivedToken("project-key", { environment: "staging", service: "model-api" })

describe("a caller", () => {
  test.each([
    ["nobody", {}, {}],
    ["api-key", { API_KEYS: "first" }, { "x-api-key": "first" }],
    ["api-key", { API_KEYS: " , first , second\n" }, { "x-api-key": "first" }],
    ["internal", { AIDEP_SECRET_KEY: "project-key" }, { authorization: `Bearer ${token}` }],
  ] as const)("%s with %j", (caller, secrets, headers) => {
    expect(as(caller, secrets)).toEqual({
      ok: true,
      headers,
      secrets: Object.values(headers).map((value) => value.replace("Bearer ", "")),
    })
  })

  test("of a service that runs elsewhere shows the token that was supplied", () => {
    const secrets = { MODEL_API_TOKEN: "given", AIDEP_SECRET_KEY: "project-key" }
    expect(as("internal", secrets, { external: true })).toMatchObject({
      headers: { authorization: "Bearer given" },
      secrets: ["given"],
    })
  })

  test("shows the token of the generation", () => {
    const second = { environment: "staging", service: "model-api", generation: 2 }
    expect(as("internal", { AIDEP_SECRET_KEY: "project-key" }, { generation: 2 })).toMatchObject({
      headers: { authorization: `Bearer ${derivedToken("project-key", second)}` },
    })
  })
})

describe("a value that is missing is a problem, never an empty header", () => {
  test.each([
    ["api-key", {}, false, "API_KEYS"],
    ["api-key", { API_KEYS: " , " }, false, "API_KEYS"],
    ["internal", {}, false, "AIDEP_SECRET_KEY"],
    ["internal", { AIDEP_SECRET_KEY: "" }, false, "AIDEP_SECRET_KEY"],
    ["internal", { AIDEP_SECRET_KEY: "project-key" }, true, "MODEL_API_TOKEN"],
  ] as const)("%s with %j, external: %s", (caller, secrets, external, secret) => {
    expect(as(caller, secrets, { external })).toMatchObject({
      ok: false,
      problem: {
        code: "check/missing-credential",
        exit: 77,
        message: `"model-api" cannot be asked as "${caller}", because the secret "${secret}" has no value.`,
        hint: `Set it in the environment or in ".env": ${secret}=...`,
      },
    })
  })
})

test.each(["sché", "a\nb", "a\tb", "a\u0000b"])(
  "a key that no header can carry is a problem that does not show it: %j",
  (key) => {
    const result = as("api-key", { API_KEYS: key })
    expect(result).toMatchObject({ ok: false, problem: { code: "check/unusable-credential" } })
    expect(JSON.stringify(result)).not.toContain(JSON.stringify(key).slice(1, -1))
  },
)

function as(
  caller: Caller,
  secrets: Readonly<Record<string, string>>,
  { external = false, generation }: { external?: boolean; generation?: number } = {},
) {
  const secret = (name: string) => secrets[name]
  const source = { service: "model-api", environment: "staging", external, generation, secret }
  return credentials(caller, source)
}
