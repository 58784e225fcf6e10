import { Flags } from "@oclif/core"
import { reportFormats } from "../../workflows/check/write-reports.ts"
import { commentFlags } from "../comment.ts"
import { sloFlags } from "./slo-flags.ts"
import { projectFlags } from "../project-flags.ts"

/** Flags of `aidep check`. */
export const checkFlags = {
  ...projectFlags,
  live: Flags.boolean({ description: "Send the checks of the manifest to what stands." }),
  url: Flags.string({
    description:
      "Address to ask instead of the observed one; SERVICE=URL where it could belong to several.",
    helpValue: "URL",
    relationships: [{ type: "some", flags: ["live", "production"] }],
  }),
  "rate-limit": Flags.integer({
    description:
      "Also see whether limits hold: send so many requests at most, none that changes anything.",
    helpValue: "N",
    min: 1,
    max: 10_000,
    dependsOn: ["live"],
  }),
  "private-addresses": Flags.boolean({
    description: "Also ask public names that lead into a private network.",
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
    description:
      "Also write a report: .sarif, .xml (JUnit), .md or .html; may be given several times.",
    multiple: true,
    helpValue: "FILE",
  }),
  ...sloFlags,
  ...commentFlags,
}
