import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { registry } from "../../providers/registry.gen.ts"
import { resourceKinds, serviceKinds } from "../../src/core/manifest/schema/service.ts"
import {
  edgeFields,
  rolloutStrategies,
  serviceFields,
  type Support,
  type SupportTable,
} from "../../src/core/project/support.ts"
import { allProviders } from "../support/all-providers.ts"
import { renderManifest } from "../support/render-manifest.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const providers = await allProviders()

describe("all platforms together", () => {
  test("stand in the registry under their ids", () => {
    expect(providers.map(({ id }) => id)).toEqual(Object.keys(registry))
  })

  test.each(["errors", "retirements"] as const)("have no code of their %s twice", (part) => {
    const codes = providers.flatMap((provider) => provider[part].map(({ code }) => code))
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([])
  })
})

describe.each(providers)("$id", (provider) => {
  const { id, support, optionsSchema } = provider

  test("has a name, roles, and a page of its vendor", () => {
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/)
    expect(provider.title).toMatch(/\S/)
    expect(provider.roles).not.toEqual([])
    expect(provider.docs).toSatisfy(isHttps)
    expect(provider.maxNameLength).toBeGreaterThanOrEqual(20)
  })

  test("has credentials and tools that can be followed up", () => {
    for (const { variable, purpose, url } of provider.credentials) {
      expect(variable).toMatch(/^[A-Z][A-Z0-9_]*$/)
      expect(purpose).toMatch(/\S/)
      expect(url).toSatisfy(isHttps)
    }
    for (const { command, versionArgs, tested, install } of provider.tools) {
      expect(command).toMatch(/^[a-z0-9-]+$/)
      expect(versionArgs).not.toEqual([])
      expect(install).toMatch(/\S/)
      expect(versionOf(tested.from)).toBeLessThan(versionOf(tested.below))
    }
  })

  test.runIf(support !== undefined)("has a README", () => {
    expect(existsSync(`${root}providers/${id}/README.md`)).toBe(true)
  })

  test.runIf(support !== undefined)(
    "answers for every field, with a note where one is needed",
    () => {
      const table = answersOf(support)
      expect(table.map(([name]) => name).toSorted()).toEqual([...questions].toSorted())
      expect(table.filter(([, answer]) => !isAnswer(answer))).toEqual([])
    },
  )

  test("takes no options at all", () => {
    expect(optionsSchema.safeParse({}).success).toBe(true)
  })

  test("refuses an option that it does not know, where it stands", () => {
    const text = `${elsewhere}platforms: { ${id}: { no-such-option: 1 } }\n`
    const { diagnostics } = renderManifest(text, { providers: [provider] })
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: "manifest/unknown-key",
        severity: "error",
        place: { file: "aidep.yaml", line: 5, column: id.length + 18 },
      }),
    )
  })

  test("names its errors after itself, in sentences", () => {
    for (const { code, title, explanation } of [...provider.errors, ...provider.retirements]) {
      expect(code).toMatch(new RegExp(`^${id}/[a-z0-9.]+(?:-[a-z0-9.]+)*$`))
      expect([title, explanation].filter((text) => !isSentence(text))).toEqual([])
    }
  })

  test("dates what ends, and says where that is written and what to do instead", () => {
    for (const { retiresOn, source, hint, touches } of provider.retirements) {
      expect(new Date(`${retiresOn}T00:00:00Z`).toISOString().slice(0, 10)).toBe(retiresOn)
      expect(source).toSatisfy(isHttps)
      expect(hint).toSatisfy(isSentence)
      expect(touches).not.toEqual([])
    }
  })
})

/** Nothing in it is placed on any platform. */
const elsewhere = "version: 1\nname: shop\nservices:\n  api: { kind: web, targets: [external] }\n"

const questions: readonly string[] = [
  ...serviceKinds.map((kind) => `kinds.${kind}`),
  ...serviceFields.map((field) => `fields.${field}`),
  ...resourceKinds.map((kind) => `resources.${kind}`),
  ...edgeFields.map((field) => `edge.${field}`),
  ...rolloutStrategies.map((strategy) => `rollout.${strategy}`),
  "build.platform",
  "build.ci",
]

function answersOf(table: SupportTable | undefined): readonly (readonly [string, Support])[] {
  const groups: readonly (readonly [string, Readonly<Record<string, Support>>])[] = Object.entries(
    table ?? {},
  )
  return groups.flatMap(([group, answers]) =>
    Object.entries(answers).map(([key, answer]) => [`${group}.${key}`, answer] as const),
  )
}

/** A note completes a message that begins with the field, so it may begin with a small letter. */
function isAnswer(answer: Support): boolean {
  if (answer.level === "native") return true
  return isSentence(answer.note.charAt(0).toUpperCase() + answer.note.slice(1).replace(/\.?$/, "."))
}

/** Begins with a capital, unless with a program that is written small. */
function isSentence(text: string): boolean {
  const plain = text.replaceAll(/"[^"]*"/g, '""')
  return (
    /^(?:["A-Z\d]|(?:aidep|nginx|flyctl|modal) )[\s\S]*[.?]"?$/.test(plain) &&
    !/!|\bplease\b|\bundefined\b/i.test(plain)
  )
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:"
}

/** Versions as one number, so that they compare. */
function versionOf(text: string): number {
  const [major = 0, minor = 0, patch = 0] = text.split(".").map(Number)
  return (major * 1e4 + minor) * 1e4 + patch
}
