import { extname } from "node:path"
import type { FoundSecret, ScannedFile, SecretScanner } from "../ports/secret-scanner.ts"

/** The recommended rules of secretlint: https://github.com/secretlint/secretlint (read 2026-11-21). */
export const secretlintScanner: SecretScanner = { scan }

const preset = "@secretlint/secretlint-rule-preset-recommend"

/**
 * Comments of secretlint's own silence without a reason; aidep has its own kind, which wants one. A preset cannot be told
 * to leave them out (13.0.7), so they are made unreadable; every place stays the same.
 */
function withoutItsComments(text: string): string {
  return text.replaceAll("secretlint-disable", "secretlint_disable")
}

async function scan({ path, text }: ScannedFile): Promise<readonly FoundSecret[]> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ])
  const { messages } = await lintSource({
    source: {
      filePath: path,
      content: withoutItsComments(text),
      ext: extname(path),
      contentType: "text",
    },
    options: {
      noPhysicFilePath: true,
      maskSecrets: true,
      config: { rules: [{ id: preset, rule: creator }] },
    },
  })
  return messages
    .filter(({ type }) => type === "message")
    .map(({ ruleId, loc }) => ({
      kind: ruleId.replace(/^.*secretlint-rule-/, ""),
      line: loc.start.line,
      column: loc.start.column + 1,
    }))
}
