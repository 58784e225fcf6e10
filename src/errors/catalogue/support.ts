import { entry } from "../catalogue-entry.ts"

interface FieldOnPlatform {
  readonly field: string
  readonly platform: string
  readonly note: string
  /** Platforms that do have it. */
  readonly able: readonly string[]
}

export const ignoredField = entry<FieldOnPlatform>({
  code: "support/ignored",
  severity: "warning",
  title: "A field has no effect on a platform.",
  message: ({ field, platform, note }) =>
    `"${field}" has no effect on ${platform}: ${sentence(note)}`,
  hint: () => 'Remove it, or keep it for other platforms; "aidep targets" shows which have it.',
  explanation:
    'Nothing is dropped in silence: a field that the chosen platform does not have is named in a warning. "aidep targets" shows the whole table.',
})

export const unsupportedField = entry<FieldOnPlatform>({
  code: "support/unsupported",
  severity: "error",
  title: "A platform cannot do what a field asks.",
  message: ({ field, platform, note }) =>
    `"${field}" cannot be used on ${platform}: ${sentence(note)}`,
  hint: ({ able }) => withAble("Choose another target, or remove the field.", able),
  explanation:
    'Where leaving a field out would change what the service is, such as its GPU or its data, aidep refuses instead of warning. "aidep targets" shows the whole table.',
  example: { wrong: "gpu: [T4]\ntargets: [fly]", right: "gpu: [T4]\ntargets: [modal]" },
})

/** Notes of providers complete the message, with or without a full stop of their own. */
function sentence(note: string): string {
  return note.endsWith(".") ? note : `${note}.`
}

function withAble(advice: string, able: readonly string[]): string {
  return able.length === 0 ? advice : `${advice} These have it: ${able.join(", ")}.`
}
