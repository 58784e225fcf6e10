import { type ParsedManifest, parseManifest } from "../../src/core/manifest/parse-manifest.ts"
import type { Diagnostic } from "../../src/errors/diagnostic.ts"

/** Parses a manifest's text as it would stand in `aidep.yaml`. */
export function parseText(text: string, environment?: string) {
  return parseManifest(new TextEncoder().encode(text), { file: "aidep.yaml", environment })
}

/** The manifest of a text that must be right. */
export function parsedText(text: string, environment?: string): ParsedManifest {
  const { parsed, diagnostics } = parseText(text, environment)
  if (parsed === undefined) throw new Error(placed(diagnostics).join("\n"))
  return parsed
}

/** Diagnostics as `line:column code`, in their order. */
export function placed(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ place, code }) => `${place?.line}:${place?.column} ${code}`)
}
