import { describe, expect, test } from "vitest"
import { listSecrets } from "../../../src/workflows/secrets/list-secrets.ts"
import { setSecret } from "../../../src/workflows/secrets/set-secret.ts"
import { scriptedPrompt } from "../../support/scripted-prompt.ts"
import { canaries, errorOf, input, manifest, type Scene, scene } from "../deploy/scene.ts"

const envText = ({ files }: Scene, name = ".env") => files.text(`/project/${name}`) ?? ""

describe("secrets list", () => {
  test("says who uses each, and where its value comes from, without a value", async () => {
    const shop = scene({ "/project/.env.production": "API_KEYS=canary-other\nHF_TOKEN=\n" })
    const context = { ...shop.context, variables: { AIDEP_SECRET_KEY: "canary-environment" } }
    const listed = await listSecrets(input, context)
    expect(listed.secrets).toEqual([
      {
        name: "AIDEP_SECRET_KEY",
        usedBy: ["key of the project"],
        origin: "environment",
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
      },
      {
        name: "API_KEYS",
        usedBy: ["gateway"],
        origin: ".env.production",
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
      },
      {
        name: "HF_TOKEN",
        usedBy: ["model"],
        origin: ".env",
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
      },
    ])
    expect(JSON.stringify(listed)).not.toContain("canary")
  })

  test("has a fingerprint that changes with the value alone", async () => {
    const shop = scene()
    const marks = async () =>
      (await listSecrets(input, shop.context)).secrets.map(({ fingerprint }) => fingerprint)
    const before = await marks()
    expect(await marks()).toEqual(before)
    await shop.write(".env", envText(shop).replace(canaries.HF_TOKEN, "canary-new"))
    const after = await marks()
    expect(after.map((mark, index) => mark === before[index])).toEqual([true, true, false])
  })

  test("names what is missing, and needs no key to do so", async () => {
    const shop = scene({ "/project/.env": "API_KEYS=canary" })
    const { secrets } = await listSecrets(input, shop.context)
    expect(secrets.map(({ name, origin, fingerprint }) => [name, origin, fingerprint])).toEqual([
      ["AIDEP_SECRET_KEY", undefined, undefined],
      ["API_KEYS", ".env", undefined],
      ["HF_TOKEN", undefined, undefined],
    ])
  })

  test("has the key pair of the history's bucket", async () => {
    const text = `${manifest}state: { store: s3, bucket: acme }\n`
    const shop = scene({ "/project/aidep.yaml": text })
    const { secrets } = await listSecrets(input, shop.context)
    expect(secrets.map(({ name }) => name)).toEqual([
      "AIDEP_SECRET_KEY",
      "API_KEYS",
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "HF_TOKEN",
    ])
  })
})

describe("secrets set", () => {
  const asked = { ...input, name: "HF_TOKEN", value: "canary-new" }

  test("writes to .env, for its owner only, and leaves the rest", async () => {
    const shop = scene()
    const before = envText(shop)
    const result = await setSecret(asked, shop.context)
    expect(result).toEqual({ name: "HF_TOKEN", file: ".env", usedBy: ["model"], diagnostics: [] })
    expect(envText(shop)).toBe(before.replace(canaries.HF_TOKEN, "canary-new"))
    expect([...shop.files.ownerOnly]).toEqual(["/project/.env"])
  })

  test("writes to the file of an environment that is named", async () => {
    const text = `${manifest}environments: { production: {}, staging: {} }\n`
    const shop = scene({ "/project/aidep.yaml": text })
    const result = await setSecret({ ...asked, environment: "staging" }, shop.context)
    expect([result.file, envText(shop, ".env.staging")]).toEqual([
      ".env.staging",
      "HF_TOKEN=canary-new\n",
    ])
    expect(envText(shop)).toContain(canaries.HF_TOKEN)
    expect([...shop.files.ownerOnly]).toEqual(["/project/.env.staging"])
  })

  test("asks at a terminal", async () => {
    const shop = scene()
    const prompt = scriptedPrompt([{ to: "Value of HF_TOKEN", answer: "canary typed" }])
    await setSecret({ ...asked, value: undefined }, { ...shop.context, prompt })
    expect(envText(shop)).toContain("HF_TOKEN=canary typed\n")
  })

  test("says when nothing reads it, with the name that may be meant", async () => {
    const shop = scene()
    const { diagnostics } = await setSecret({ ...asked, name: "HF_TOKENS" }, shop.context)
    expect(diagnostics).toMatchObject([{ code: "secret/not-read", severity: "warning" }])
    expect(diagnostics[0]?.message).toContain('is "HF_TOKEN" meant')
    expect(envText(shop)).toContain("HF_TOKENS=canary-new\n")
  })

  test.each([
    ["the environment", { variables: { HF_TOKEN: "canary-first" } }, {}],
    ["another file", {}, { "/project/.env.production": "HF_TOKEN=canary-first\n" }],
  ])("says when a value of %s counts before it", async (_, changes, files) => {
    const shop = scene(files)
    const { diagnostics } = await setSecret(asked, { ...shop.context, ...changes })
    expect(diagnostics).toMatchObject([{ code: "secret/hidden" }])
    expect(JSON.stringify(diagnostics)).not.toContain("canary")
  })

  test.each([
    ["no value and nobody to ask", { value: undefined }, "secret/unusable-value"],
    ["an empty value", { value: "" }, "secret/unusable-value"],
    ["several lines", { value: "canary\ncanary" }, "secret/unusable-value"],
    ["a value in place of a name", { name: "HF_TOKEN=canary" }, "secret/unusable-name"],
  ])("refuses %s, and changes nothing", async (_, changes, code) => {
    const shop = scene()
    const before = envText(shop)
    const error = await errorOf(setSecret({ ...asked, ...changes }, shop.context))
    expect([error.exit, error.code]).toEqual([2, code])
    expect(envText(shop)).toBe(before)
  })

  test("says when the file cannot be written", async () => {
    const shop = scene({}, { unwritable: { "/project/.env": "permission denied" } })
    const error = await errorOf(setSecret(asked, shop.context))
    expect([error.exit, error.code]).toEqual([78, "artifact/unwritable"])
    expect(error.message).not.toContain("canary")
  })
})
