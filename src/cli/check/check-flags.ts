import { Flags } from "@oclif/core"
import { reportFormats } from "../../workflows/check/write-reports.ts"
import { commentFlags } from "../comment.ts"
import { projectFlags } from "../project-flags.ts"

/** Flags of `aidep check`. */
export const checkFlags = {
  ...projectFlags,
  live: Flags.boolean({ description: "Send the checks of the manifest to what stands." }),
  url: Flags.string({
    description: "Address to ask instead of the observed one.",
    helpValue: "URL",
    relationships: [{ type: "some", flags: ["live", "production"] }],
  }),
  production: Flags.boolean({
    description: "Answer the production checklist.",
    exclusive: ["live"],
  }),
  fix: Flags.boolean({
    description: "Repair what needs no decision: stale files, .env.example, .gitignore.",
    exclusive: ["live"],
  }),
  strict: Flags.boolean({ description: "Warnings fail, too." }),
  format: Flags.option({
    description: "What to print.",
    options: ["pretty", "json", ...reportFormats] as const,
    default: "pretty",
  })(),
  report: Flags.string({
    description: "Also write a report: .sarif, .xml (JUnit) or .md; may be given several times.",
    multiple: true,
    helpValue: "FILE",
  }),
  ...commentFlags,
}
