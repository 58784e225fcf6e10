import type { $ZodIssue } from "zod/v4/core"
import type { ValueProblem } from "./schema/values.ts"

/** What is known of the form that a text should have had. */
export type Form = Partial<ValueProblem>

/** Form of a failed check: the parameters of `schema/values.ts`, else the message that the check's author wrote. */
export function formOf(issue: Extract<$ZodIssue, { code: "custom" }>): Form {
  if (issue.params !== undefined) return issue.params
  return messageForm(issue.message)
}

const formats: Readonly<Record<string, Form>> = {
  url: { name: "a URL", expected: "a whole address, such as https://example.com" },
  email: { name: "an e-mail address", expected: "an e-mail address, such as a@example.com" },
}

/** Form of a text that fits none of zod's own formats. */
export function formatOf(issue: Extract<$ZodIssue, { code: "invalid_format" }>): Form {
  return formats[issue.format] ?? messageForm(issue.message)
}

/** zod's own messages say "Invalid …", which is no advice. */
export function messageForm(message: string): Form {
  if (message.startsWith("Invalid")) return {}
  return { expected: message.replace(/\.$/, "") }
}
