import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const ignoreWithoutReason = entry<{ written: string }>({
  code: "lint/no-reason",
  severity: "warning",
  title: "A finding is silenced without a reason.",
  message: ({ written }) => `"${written}" gives no reason, so that it silences nothing.`,
  hint: () => 'Write why behind two hyphens: "# aidep-ignore CODE -- reason".',
  explanation:
    "A comment silences the findings of one code on its own line, or on the next line where it stands alone. The reason is for whoever reads it in a year, and is part of the reports.",
  example: {
    wrong: '# aidep-ignore hardening/wildcard-cors\nCORS_ORIGINS: "*"',
    right: '# aidep-ignore hardening/wildcard-cors -- a public widget\nCORS_ORIGINS: "*"',
  },
})

export const unusedIgnore = entry<{ code: string }>({
  code: "lint/nothing-to-ignore",
  severity: "warning",
  title: "A comment silences nothing.",
  message: ({ code }) => `Nothing is found here under "${code}" any more.`,
  hint: () => "Remove the comment, so that it hides nothing that comes later.",
  explanation:
    "Comments that silence findings are removed once the finding is gone. Otherwise the next one, which may be worse, would not be seen.",
})

export const staleFile = entry<{ file: string }>({
  code: "lint/stale-file",
  severity: "warning",
  title: "A rendered file is not up to date.",
  message: ({ file }) => `"${file}" is not what the manifest says now.`,
  hint: () => 'Run "aidep check --fix" or "aidep render", and commit the result.',
  explanation:
    "Some platforms and pipelines read these files from the repository. One that was rendered from an older manifest deploys the older settings.",
})

export const editedFile = entry<{ file: string }>({
  code: "lint/edited-file",
  severity: "warning",
  title: "A rendered file was edited by hand.",
  message: ({ file }) =>
    `"${file}" was edited since aidep wrote it, and says something else than the manifest.`,
  hint: () => 'Move the change into "aidep.yaml", then run "aidep render --force".',
  explanation:
    "The next render would lose the edit, so it is refused until somebody decides. Until then the file and the manifest say different things.",
})

export const filesLeftOut = entry<{ count: number; why: string }>({
  code: "lint/files-left-out",
  severity: "warning",
  title: "Not every file was looked at.",
  message: ({ count, why }) => `${count} files were not looked at, because ${why}.`,
  hint: () => "Let git ignore what is no source, such as data and build results.",
  explanation:
    "Files are searched for secrets up to a number and a size that keep the check quick. What was left out is counted rather than passed over in silence.",
})

export const unwritableReport = entry<{ reason: string }>({
  code: "lint/unwritable-report",
  severity: "error",
  exit: exitCodes.environment,
  title: "A report cannot be written.",
  message: ({ reason }) =>
    `The report cannot be written: ${reason}. The checks themselves were made.`,
  hint: () => "Name a folder that exists and can be written, or leave the flag away.",
  explanation:
    "Reports for pipelines go to the files that --report names, and the summary of a job to the file that GitHub names in GITHUB_STEP_SUMMARY.",
})

export const unknownReportFormat = entry<{ file: string }>({
  code: "lint/unknown-report-format",
  severity: "error",
  exit: exitCodes.usage,
  title: "The name of a report's file does not tell its format.",
  message: ({ file }) => `"${file}" does not end like a report.`,
  hint: () => "Name a file that ends in .sarif, .xml (JUnit), .md (Markdown) or .html.",
  explanation:
    "--report writes a file in the format of its name, besides what the command prints. It can be given several times.",
  example: {
    wrong: "aidep check --report report.txt",
    right: "aidep check --report check.sarif --report check.xml",
  },
})
