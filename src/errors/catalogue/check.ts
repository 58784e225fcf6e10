import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const missingCredential = entry<{ service: string; as: string; secret: string }>({
  code: "check/missing-credential",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A check has nothing to identify itself with.",
  message: ({ service, as, secret }) =>
    `"${service}" cannot be asked as "${as}", because the secret "${secret}" has no value.`,
  hint: ({ secret }) => `Set it in the environment or in ".env": ${secret}=...`,
  explanation:
    'Checks with "as: api-key" send the first key of the secret API_KEYS, which holds keys separated by commas, in the header X-API-Key. Checks with "as: internal" send the derived token of the service, which needs the project\'s AIDEP_SECRET_KEY; a service that runs elsewhere has its token in <NAME>_TOKEN. Without the value nothing is sent, because an empty header would prove nothing.',
  example: {
    wrong: "aidep check --live",
    right: "API_KEYS=first-key,second-key aidep check --live",
  },
})

export const unusableCredential = entry<{ service: string; secret: string }>({
  code: "check/unusable-credential",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A credential cannot be sent in a header.",
  message: ({ service, secret }) =>
    `"${service}" cannot be asked, because the secret "${secret}" holds a character that no header can carry.`,
  hint: ({ secret }) =>
    `Set "${secret}" again with letters, digits and punctuation only: no line breaks, no umlauts.`,
  explanation:
    "Headers carry plain ASCII characters in one line. Such a value usually comes from a file that was pasted with more than the key.",
})
