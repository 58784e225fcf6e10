import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const notOverwritten = entry<{ readonly files: readonly string[] }>({
  code: "artifact/not-overwritten",
  severity: "error",
  exit: exitCodes.failed,
  title: "A file is not aidep's to overwrite.",
  message: ({ files }) =>
    `${listed(files)} would change, but ${files.length === 1 ? "it was" : "they were"} edited by hand or not written by aidep. Nothing was changed.`,
  hint: () =>
    'Move your changes into "aidep.yaml", or run "aidep render --force" to replace what is shown above.',
  explanation:
    "Every file that aidep writes begins with a marker that holds a digest of the rest. A file without the marker belongs to somebody else, and one whose digest does not fit was edited: neither is overwritten unless --force says so. JSON files cannot carry a marker, so they are always treated as somebody else's.",
  example: { wrong: "aidep render", right: "aidep render --force" },
})

export const stale = entry<{ readonly files: readonly string[] }>({
  code: "artifact/stale",
  severity: "error",
  exit: exitCodes.changesPending,
  title: "Rendered files are not up to date.",
  message: ({ files }) => `${listed(files)} ${files.length === 1 ? "is" : "are"} not up to date.`,
  hint: () => 'Run "aidep render" and commit the result.',
  explanation:
    '"aidep render --check" writes nothing. It exits with 3 when a file that aidep would write is missing or differs, so that a pipeline notices.',
})

export const unwritable = entry<{ file: string; reason: string; replaced: readonly string[] }>({
  code: "artifact/unwritable",
  severity: "error",
  exit: exitCodes.environment,
  title: "A file cannot be written.",
  message: ({ file, reason, replaced }) =>
    `"${file}" cannot be written: ${reason}. ${replaced.length === 0 ? "Nothing was changed." : `Already replaced: ${listed(replaced)}.`}`,
  hint: ({ replaced }) =>
    replaced.length === 0
      ? "Check the permissions of the folder and the free space, then run the command again."
      : "Each file is whole. Correct the cause, then run the command again.",
  explanation:
    "Files are staged beside their places first and renamed at the end, so that each is old or new as a whole, and none is half-written.",
})

export const outsideProject = entry<{ file: string }>({
  code: "artifact/outside-project",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A file would be written outside of the project.",
  message: ({ file }) =>
    `"${file}" would be written outside of the project, through a symbolic link. Nothing was changed.`,
  hint: () => "Replace the symbolic link by a folder, or render elsewhere with --out DIR.",
  explanation:
    "aidep writes below the folder of the manifest, or below the one that --out names, and never follows a link out of it.",
})

export const collision = entry<{ file: string; platforms: readonly string[] }>({
  code: "artifact/collision",
  severity: "error",
  title: "Two platforms want different content in one file.",
  message: ({ file, platforms }) =>
    `"${file}" would get different content from ${platforms.join(" and ")}.`,
  hint: () => "Put a file of your own there, or change the target of one of the services.",
  explanation:
    "Several platforms may need the same file, such as a Dockerfile, and then have to agree on every character of it.",
})

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 5).map((file) => `"${file}"`)
  const more = files.length - shown.length
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`
}
