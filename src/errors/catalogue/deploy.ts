import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

function standingText(standing: readonly string[]): string {
  return standing.length === 0 ? "Nothing else stands." : `These stand: ${standing.join(", ")}.`
}

export const noDriver = entry<{ title: string; platform: string; items: readonly string[] }>({
  code: "deploy/no-driver",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "aidep cannot deploy to the platform.",
  message: ({ title, items }) =>
    `aidep cannot deploy to ${title} yet, where ${items.map((item) => `"${item}"`).join(", ")} would go. Nothing was changed.`,
  hint: () =>
    'Run "aidep render" and deploy the files with the platform\'s own tools, or try the stack with "aidep deploy --target local".',
  explanation:
    "aidep renders files for more platforms than it has drivers for. A platform without a driver is refused before anything is changed.",
})

export const missingSecrets = entry<{ names: readonly string[]; file: string }>({
  code: "deploy/missing-secrets",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "Secrets have no value.",
  message: ({ names }) => `These secrets have no value: ${names.join(", ")}. Nothing was changed.`,
  hint: ({ names, file }) =>
    `Put them into "${file}", which git ignores: ${names.map((name) => `${name}=...`).join(" ")}`,
  explanation:
    'Values of secrets come from the process environment, then ".env.<environment>", then ".env". All that are missing are named at once, before anything is changed. AIDEP_SECRET_KEY is the project\'s own; "aidep init" makes one.',
  example: {
    wrong: "aidep deploy --target local",
    right: "API_KEYS=... aidep deploy --target local",
  },
})

export const lockHeld = entry<{ holder: string; since: string; file: string }>({
  code: "deploy/lock-held",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Another deploy is at work.",
  message: ({ holder, since }) =>
    `Another command is changing this environment: ${holder}, since ${since}. Nothing was changed.`,
  hint: () => "Wait until it has ended, then run the command again.",
  explanation:
    "One command at a time changes an environment. The lock of a command that was killed is taken over as soon as its process is gone.",
})

export const stepFailed = entry<{ item: string; reason: string; standing: readonly string[] }>({
  code: "deploy/step-failed",
  severity: "error",
  exit: exitCodes.partlyApplied,
  title: "A part of the deploy did not work.",
  message: ({ item, reason, standing }) =>
    `"${item}" did not come up: ${reason} ${standingText(standing)}`,
  hint: ({ item }) => `"aidep logs ${item}" shows all that it wrote.`,
  explanation:
    "A deploy goes in the order of dependencies and stops at the first part that does not come up. What came up before stays, and the next deploy goes on from there.",
})

export const notRemoved = entry<{
  item: string
  reason: string
  removed: readonly string[]
  standing: readonly string[]
}>({
  code: "deploy/not-removed",
  severity: "error",
  exit: exitCodes.partlyApplied,
  title: "A part could not be taken down.",
  message: ({ item, reason, removed, standing }) =>
    `"${item}" could not be taken down: ${reason} ${removed.length === 0 ? "Nothing was removed." : `Removed: ${removed.join(", ")}.`} Still there: ${standing.join(", ")}.`,
  hint: () => "Correct the cause and run the command again.",
  explanation:
    "What is taken down goes one after the other, dependents first, and stops at the first part that cannot be removed. Running the command again goes on from there.",
})

export const interrupted = entry<{ standing: readonly string[]; reason?: string }>({
  code: "deploy/interrupted",
  severity: "error",
  exit: exitCodes.interrupted,
  title: "The command was interrupted on its way.",
  message: ({ standing, reason }) =>
    `Interrupted.${reason === undefined ? "" : ` ${reason}`} ${standingText(standing)}`,
  hint: () => "Run the command again to go on from there.",
  explanation:
    "Ctrl-C lets the step at work come to an orderly end and starts no further one. What stands by then stays.",
})

export const notLive = entry<{ reasons: readonly string[] }>({
  code: "deploy/not-live",
  severity: "error",
  exit: exitCodes.checksFailed,
  title: "The release is not live.",
  message: ({ reasons }) => `The release is not live: ${reasons.join(" ")}`,
  hint: () => 'Look at "aidep status" and "aidep logs", then deploy again.',
  explanation:
    "A deploy is done when a probe from outside sees the new deployment answer, not when a command ended without an error.",
})

export const notStanding = entry<{ service: string; known: readonly string[] }>({
  code: "deploy/not-standing",
  severity: "error",
  exit: exitCodes.failed,
  title: "Nothing of that name stands.",
  message: ({ service }) => `"${service}" does not stand in this environment.`,
  hint: ({ known }) =>
    known.length === 0 ? 'Run "aidep deploy" first.' : `These do: ${known.join(", ")}.`,
  explanation:
    '"aidep status" lists what stands in an environment, on every platform with a driver.',
})

export const unwritableState = entry<{ file: string; reason: string }>({
  code: "deploy/unwritable-state",
  severity: "error",
  exit: exitCodes.environment,
  title: "The state cannot be written.",
  message: ({ file, reason }) => `"${file}" cannot be written: ${reason}.`,
  hint: () => "Check the permissions of .aidep and the free space, then run the command again.",
  explanation:
    "aidep keeps the history of releases in .aidep/state. The history is never the inventory: what stands is always asked of the platform itself.",
})
