import type * as z from "zod/mini"

export type Diagnosis<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly string[] }

/** `rateLimit` is `RATE_LIMIT` as a variable. */
export function variableName(setting: string): string {
  return setting.replaceAll(/[A-Z]/g, "_$&").toUpperCase()
}

/** One line about what is wrong, without the value, which may be a secret. */
export function problemsOf(issue: z.core.$ZodIssue): string {
  const [first, ...inner] = issue.path.map(String)
  const place = inner.length > 0 ? [first, ...inner].join(".") : variableName(first ?? "")
  switch (issue.code) {
    case "unrecognized_keys":
      return [...issue.path.map(String), `has unknown settings: ${issue.keys.join(", ")}.`].join(
        " ",
      )
    case "invalid_type":
      return `${place} is not set, or not a text.`
    default:
      return `${place} ${issue.message}`
  }
}
