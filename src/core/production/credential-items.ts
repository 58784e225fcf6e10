import { keyVariable } from "../init/secret-files.ts"
import { isWellKnown } from "../lint/well-known-values.ts"
import { secretNames } from "../release/variable-values.ts"
import type { ChecklistItem } from "./checklist-item.ts"
import type { ProductionEvidence } from "./evidence.ts"

export function secretsSet({ project, secret, credentials }: ProductionEvidence): ChecklistItem {
  const item = { id: "secrets", title: "Secrets and tokens are set" }
  const names = [keyVariable, ...secretNames(project.services)]
  const missing = names.filter((name) => secret(name) === undefined)
  const unset = credentials.filter(({ set }) => !set)
  if (missing.length === 0 && unset.length === 0)
    return {
      ...item,
      answer: "yes",
      evidence: [
        `These have values: ${[...names, ...credentials.map(({ variable }) => variable)].join(", ")}.`,
      ],
      hint: "",
    }
  return {
    ...item,
    answer: "no",
    evidence: [
      ...missing.map((name) => `"${name}" has no value.`),
      ...unset.map(({ variable, platform }) => `"${variable}" for ${platform} is not set.`),
    ],
    hint: 'Set them in the environment or in ".env".',
  }
}

/** Shortest key that cannot be guessed: 128 bits in hexadecimal take 32 characters, in Base64 22. */
const shortestKey = 16

export function keysHandedOut({
  parsed,
  project,
  secret,
  checks,
}: ProductionEvidence): ChecklistItem {
  const item = { id: "keys", title: "Callers have keys" }
  const open = project.services.filter(({ kind, access }) => kind === "web" && access === "public")
  const names = secretNames(open).filter((name) => name.endsWith("KEYS"))
  if (open.length === 0)
    return {
      ...item,
      answer: "not needed",
      evidence: ["No public service takes requests."],
      hint: "",
    }
  if (names.length === 0)
    return {
      ...item,
      answer: "unknown",
      evidence: ["No public service reads a secret with keys of callers, such as API_KEYS."],
      hint: 'Where callers need keys, add "secrets: [API_KEYS]" to the service that checks them.',
    }
  const keys = names
    .flatMap((name) => (secret(name) ?? "").split(",").map((key) => key.trim()))
    .filter((key) => key !== "")
  const weak = keys.filter((key) => key.length < shortestKey || isWellKnown(key))
  if (keys.length === 0 || weak.length > 0)
    return {
      ...item,
      answer: "no",
      evidence: [
        keys.length === 0
          ? `${names.map((name) => `"${name}"`).join(", ")} has no value.`
          : `${weak.length} of ${keys.length} keys in ${names.join(", ")} are short or well known.`,
      ],
      hint: "Make keys with: openssl rand -hex 24.",
    }
  const proof = proofOf(parsed, checks)
  return {
    ...item,
    answer: proof.good ? "yes" : "unknown",
    evidence: [
      `${names.join(", ")} holds ${keys.length} ${keys.length === 1 ? "key" : "keys"}.`,
      ...proof.evidence,
    ],
    hint: proof.good
      ? ""
      : 'Add a check with "as: api-key", and one that expects 401 without a key.',
  }
}

function proofOf(
  { manifest }: ProductionEvidence["parsed"],
  checks: ProductionEvidence["checks"],
): { readonly good: boolean; readonly evidence: readonly string[] } {
  const passed = new Set(checks.filter((check) => check.passed).map(({ name }) => name))
  const written = manifest.checks ?? []
  const admitted = written.filter(({ as, name }) => as === "api-key" && passed.has(name))
  const refused = written.filter(
    ({ expect, name }) =>
      [expect.status].flat().some((status) => status === 401 || status === 403) && passed.has(name),
  )
  return {
    good: admitted.length > 0 && refused.length > 0,
    evidence: [
      admitted.length > 0
        ? `A caller with a key is let in ("${admitted[0]?.name}").`
        : "That a key lets a caller in was not seen.",
      refused.length > 0
        ? `A caller without one is refused ("${refused[0]?.name}").`
        : "That a caller without one is refused was not seen.",
    ],
  }
}
