import { parse, stringify } from "yaml"
import { lint } from "../../../src/core/lint/lint.ts"
import type { LintedFile } from "../../../src/core/lint/rule.ts"
import type { Diagnostic } from "../../../src/errors/diagnostic.ts"
import { parsedText } from "../../support/parse-text.ts"
import { projectOf } from "../../support/resolve-text.ts"
import { testPlatform } from "../../support/test-platform.ts"

/** A project that breaks no rule. */
export const cleanManifest = `version: 1
name: shop
services:
  gateway: { kind: web, source: ./api, targets: [fly], port: 8080 }
  model: { kind: inference, source: ./model, targets: [fly], port: 8000 }
`

const platforms = ["fly", "railway", "cloudflare", "prometheus", "sentry"].map((id) =>
  testPlatform(id, { roles: ["service", "resource", "edge", "errors", "logs", "metrics"] }),
)

export interface LintTextOptions {
  readonly files?: readonly LintedFile[]
  readonly secrets?: Readonly<Record<string, string>>
  readonly environment?: string
}

/** What the rules find in a manifest's text and in files. Secrets that are not given have values of their own. */
export function lintText(text: string, options: LintTextOptions = {}): readonly Diagnostic[] {
  const { files = [], secrets, environment } = options
  const parsed = parsedText(text, environment)
  const project = projectOf(text, {
    platforms,
    ...(environment === undefined ? {} : { environment }),
  })
  const secret = (name: string) => (secrets === undefined ? `value-of-${name}` : secrets[name])
  return lint({ parsed, project, secret }, files)
}

/** The clean manifest with a part of another laid over it: maps over maps, null removes. */
export function withPart(part: string): string {
  return stringify(laidOver(parse(cleanManifest), parse(part)))
}

function laidOver(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over
  const merged = Object.entries(over).map(([key, value]) => [key, laidOver(base[key], value)])
  const all: Record<string, unknown> = { ...base, ...Object.fromEntries(merged) }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** What the rules find in one file of a clean project. */
export function lintFile(path: string, text: string, environment?: string): readonly Diagnostic[] {
  const files = [{ path, text }]
  return lintText(cleanManifest, environment === undefined ? { files } : { files, environment })
}

export function codesOf(findings: readonly Diagnostic[]): readonly string[] {
  return findings.map(({ code }) => code)
}
