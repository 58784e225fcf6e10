import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unknownFault = entry<{ fault: string; kinds: readonly string[] }>({
  code: "rehearse/unknown-fault",
  severity: "error",
  exit: exitCodes.usage,
  title: "The fault is not known.",
  message: ({ fault }) => `"${fault}" is no fault that can be rehearsed. Nothing was changed.`,
  hint: ({ kinds }) =>
    `Name the call and what happens to it, such as render.createService:timeout-after. These can happen: ${kinds.join(", ")}.`,
  explanation:
    'A fault names a platform, one of its calls as the timeline of a rehearsal shows it (or a service, for crash-loop and build-fails), what happens, and with "@2" which of the calls meets it.',
  example: {
    wrong: "aidep deploy --rehearse --fault render:timeout",
    right: "aidep deploy --rehearse --fault render.createService:timeout-after",
  },
})
