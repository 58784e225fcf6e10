import { isWellKnown, passwordInAddress } from "../../core/lint/well-known-values.ts"
import type { LintedFile } from "../../core/lint/rule.ts"
import { secretInFile } from "../../errors/catalogue/secret.ts"
import { diagnose, type Diagnostic } from "../../errors/diagnostic.ts"
import type { FoundSecret } from "../../ports/secret-scanner.ts"
import type { FindingSource } from "./lint-subject.ts"

/** Secrets of known forms in the project's files. */
export const findSecrets: FindingSource = async ({ content }, { secretScanner }) => {
  const found: Diagnostic[] = []
  for (const file of content.files) {
    const secrets = await secretScanner.scan(file)
    found.push(
      ...secrets
        .filter((secret) => !isStandIn(secret, file))
        .map(({ kind, line, column }) =>
          diagnose(secretInFile, { kind }, { file: file.path, line, column }),
        ),
    )
  }
  return found
}

/** Addresses of examples and of this machine have passwords that everybody knows; other rules speak of those. */
function isStandIn({ line, column }: FoundSecret, { text }: LintedFile): boolean {
  const written = (text.split("\n")[line - 1] ?? "").slice(column - 1)
  const [address = ""] = /^[^\s"'`<>]*/.exec(written) ?? []
  const password = passwordInAddress(address)
  if (password === undefined) return false
  return isWellKnown(password) || /^[$<{%[]/.test(password) || localHost.test(address)
}

const localHost =
  /@(?:localhost|127\.0\.0\.1|\[::1\]|[\w.-]*\.?example(?:\.\w+)?)(?::\d+)?(?:\/|$)/i
