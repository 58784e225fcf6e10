import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const manifestExists = entry<{ file: string; found: string }>({
  code: "init/manifest-exists",
  severity: "error",
  exit: exitCodes.failed,
  title: "There is a manifest already.",
  message: ({ file, found }) => `"${file}" is there already: ${found}. Nothing was changed.`,
  hint: () =>
    'Run "aidep validate" to check it, "aidep init --print-manifest" to see what init would write, or "aidep init --force" to replace it.',
  explanation:
    'A manifest is yours from the moment it is written, so "aidep init" replaces one only with --force. All other commands read it and leave it as it is.',
  example: { wrong: "aidep init", right: "aidep init --force" },
})

export const unknownTemplate = entry<{ template: string; known: readonly string[]; near?: string }>(
  {
    code: "init/unknown-template",
    severity: "error",
    exit: exitCodes.usage,
    title: "There is no such template.",
    message: ({ template, known }) =>
      `There is no template "${template}"; there are: ${known.join(", ")}. Nothing was changed.`,
    hint: ({ near, known }) => `Run "aidep init --template ${near ?? known[0] ?? "NAME"}".`,
    explanation:
      "A template is a small project that works as it is: a manifest and the services that it names. Templates come with aidep.",
    example: { wrong: "aidep init --template satrter", right: "aidep init --template starter" },
  },
)

export const notAFolder = entry<{ folder: string; why: string }>({
  code: "init/not-a-folder",
  severity: "error",
  exit: exitCodes.usage,
  title: "The place for the project is not a folder.",
  message: ({ folder, why }) => `"${folder}" ${why}. Nothing was changed.`,
  hint: () => "Give the path of a folder. One that does not exist is made.",
  explanation:
    '"aidep init DIR" writes the manifest into DIR; without DIR, into the current folder.',
  example: { wrong: "aidep init package.json", right: "aidep init ." },
})

export const notEmpty = entry<{ folder: string; template: string; files: readonly string[] }>({
  code: "init/not-empty",
  severity: "error",
  exit: exitCodes.failed,
  title: "The folder for a template is not empty.",
  message: ({ folder, files }) =>
    `"${folder}" is not empty: it holds ${listed(files)}. Nothing was changed.`,
  hint: ({ template }) =>
    `Name a new folder: "aidep init my-project --template ${template}". With --force, files of the same names are replaced and all others stay.`,
  explanation:
    "A template is a whole project, so it goes into a new or empty folder; a .git folder does not count. For code that you have, run aidep init without --template: it reads the code and writes a manifest for it.",
  example: {
    wrong: "aidep init --template starter",
    right: "aidep init my-project --template starter",
  },
})

export const invalidName = entry<{ name: string; near: string }>({
  code: "init/invalid-name",
  severity: "error",
  exit: exitCodes.usage,
  title: "A project cannot have this name.",
  message: ({ name }) =>
    `"${name}" cannot be the name of a project: names have lower-case letters, digits and hyphens, begin with a letter, and are 40 long at most. Nothing was changed.`,
  hint: ({ near }) => `Use "--name ${near}".`,
  explanation:
    "The name of the project is the first part of the names of everything that aidep makes on a platform, so it is kept to what every platform allows.",
  example: { wrong: "aidep init --name My_Shop", right: "aidep init --name my-shop" },
})

export const unusableSource = entry<{ sources: readonly { path: string; why: string }[] }>({
  code: "init/unusable-source",
  severity: "error",
  exit: exitCodes.usage,
  title: "A source folder cannot be used.",
  message: ({ sources }) =>
    `${sources.map(({ path, why }) => `"${path}" ${why}`).join(", and ")}. Nothing was changed.`,
  hint: () => "Give folders of the project, relative to it, such as --source services/api.",
  explanation:
    "A source folder holds the code of one service. It stands inside the project, so that a path in the manifest means the same on every machine.",
  example: { wrong: "aidep init --source ../api", right: "aidep init --source services/api" },
})

export const aboutOneService = entry<{ flags: readonly string[]; services: readonly string[] }>({
  code: "init/about-one-service",
  severity: "error",
  exit: exitCodes.usage,
  title: "A flag is about one service, and there are several.",
  message: ({ flags, services }) =>
    `${flags.join(", ")} can be about one service only, and there are ${services.length}: ${services.join(", ")}. Nothing was changed.`,
  hint: ({ flags }) =>
    `Name the one with "--source DIR", or leave ${flags.join(", ")} out and edit the manifest afterwards.`,
  explanation:
    "--kind, --port, --gpu, --health and --command describe one service. Where several are found, each gets what was detected in its own folder.",
  example: {
    wrong: "aidep init --port 3000 --target railway",
    right: "aidep init --source services/api --port 3000 --target railway",
  },
})

export const noAbleTarget = entry<{
  service: string
  what: string
  targets: readonly { target: string; why: string }[]
  able: readonly string[]
}>({
  code: "init/no-able-target",
  severity: "error",
  exit: exitCodes.usage,
  title: "None of the targets can carry a service.",
  message: ({ service, what, targets }) =>
    `"${service}" (${what}) cannot go to ${targets.map(({ target, why }) => `"${target}": ${sentence(why)}`).join(" Nor to ")} Nothing was changed.`,
  hint: ({ able }) => `Add one that can: ${able.map((id) => `--target ${id}`).join(", ")}.`,
  explanation:
    'What each platform can carry is listed by "aidep targets". Each service gets those of the targets that can carry it.',
  example: {
    wrong: "aidep init --kind static --target modal",
    right: "aidep init --kind static --target cloudflare",
  },
})

export const targetLeftOut = entry<{ service: string; target: string; why: string }>({
  code: "init/target-left-out",
  severity: "warning",
  title: "A target was left out for a service that it cannot carry.",
  message: ({ service, target, why }) =>
    `"${target}" is not among the targets of "${service}": ${sentence(why)}`,
  hint: ({ target }) => `Run "aidep targets ${target}" for what it can carry.`,
  explanation:
    "--target is given once for all services. A service gets those of the targets that can carry it, and a warning names the others.",
})

export const invalidResult = entry<{ errors: number }>({
  code: "init/invalid-result",
  severity: "error",
  exit: exitCodes.invalidManifest,
  title: "The answers do not make a valid manifest.",
  message: ({ errors }) =>
    `The manifest that would be written has ${errors === 1 ? "1 error" : `${errors} errors`}. Nothing was changed.`,
  hint: () => "Give other values for what is named above, as flags or as answers.",
  explanation:
    'A manifest is checked as "aidep validate" would check it before it is written, so that init never leaves a broken one behind. The places are those of the manifest that would have been written.',
})

export const unreadableFile = entry<{ file: string; reason: string }>({
  code: "init/unreadable-file",
  severity: "error",
  exit: exitCodes.environment,
  title: "A file that is to be extended cannot be read.",
  message: ({ file, reason }) => `"${file}" cannot be read: ${reason}. Nothing was changed.`,
  hint: ({ file }) => `Make "${file}" a text file in UTF-8 that you may read, or move it away.`,
  explanation:
    "Lines are added to .gitignore and .env.example, and all that stands in them is kept. For that they have to be readable text.",
})

export const declined = entry({
  code: "init/declined",
  severity: "error",
  exit: exitCodes.failed,
  title: "Nothing was written, because you said no.",
  message: () => "You said no. Nothing was changed.",
  hint: () => 'Run "aidep init" again for other answers; "aidep init --help" lists flags for them.',
  explanation: "On a terminal, init shows what it would write and asks before it does.",
})

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 5).map((file) => `"${file}"`)
  const more = files.length - shown.length
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`
}
