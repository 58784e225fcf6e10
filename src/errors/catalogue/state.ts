import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const damagedState = entry<{ file: string; reason: string }>({
  code: "state/damaged",
  severity: "error",
  exit: exitCodes.environment,
  title: "The history of releases cannot be read.",
  message: ({ file, reason }) => `"${file}" cannot be read: ${reason}. Nothing was changed.`,
  hint: () =>
    'Bring the file back from a copy, or run "aidep state repair", which keeps it and puts together what it can.',
  explanation:
    "The file holds which releases were proven, so that aidep can go back to one. It was cut off or changed by something else. What stands on the platforms is not affected: a deploy with an empty history finds everything again.",
})

export const newerState = entry<{ file: string; schema: string }>({
  code: "state/newer",
  severity: "error",
  exit: exitCodes.environment,
  title: "A newer aidep wrote the history of releases.",
  message: ({ file, schema }) =>
    `"${file}" was written by a newer aidep (${schema}). Nothing was changed.`,
  hint: () => "Install the newest aidep: npm install aidep@latest.",
  explanation:
    "An older aidep does not change a history that it does not understand, since it would lose what the newer one wrote.",
})

export const unavailableState = entry<{ file: string; reason: string }>({
  code: "state/unavailable",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "The place of the history cannot be read.",
  message: ({ file, reason }) => `"${file}" cannot be read: ${reason}.`,
  hint: () =>
    'Check "state" in the manifest, the credentials of the store, and who may read it; then run the command again.',
  explanation:
    "aidep looks into the history before it changes anything, and makes sure that it still holds the lock before each change. Where the store does not answer, it goes no further: what was begun stands in the journal, and the next run goes on from there.",
})

export const missingStateCredentials = entry<{ missing: readonly string[]; bucket: string }>({
  code: "state/missing-credentials",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The credentials of the history's bucket are missing.",
  message: ({ missing, bucket }) =>
    `The history is in the bucket "${bucket}", and these are not set: ${missing.join(", ")}. Nothing was changed.`,
  hint: () => 'Set them in the environment, or with "aidep secrets set".',
  explanation:
    "A history in a bucket is read and written with a key pair of that bucket alone: to list, to read, to write and to delete objects.",
  example: {
    wrong: "aidep deploy",
    right: "AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=... aidep deploy",
  },
})

export const lockLost = entry<{ file: string; other?: string }>({
  code: "state/lock-lost",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "The lock was taken over while the command was at work.",
  message: ({ file, other }) =>
    `"${file}" is no longer held by this command${other === undefined ? "" : `, but by another one: ${other}`}. It stopped before its next change.`,
  hint: () =>
    'Look at "aidep state show" and "aidep status", then run the command again: it goes on from what stands.',
  explanation:
    "A lock is a lease that its holder renews four times a minute. A machine that slept, or lost its network, for longer than a minute has lost it to the next who asked. Before each change aidep makes sure that the lock is still its own.",
})

export const changedState = entry<{ file: string }>({
  code: "state/changed",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Something else wrote the history.",
  message: ({ file }) =>
    `"${file}" was changed by something else while this command was at work, and was left as it is.`,
  hint: () => 'Run "aidep state repair", which adds what the journal has.',
  explanation:
    "The history is written only over the version that was read, so that nothing of it is lost. The release stands in the journal.",
})

export const endingHistory = entry<{ folder: string }>({
  code: "state/ends-with-run",
  severity: "warning",
  title: "The history is lost when the pipeline's run ends.",
  message: ({ folder }) =>
    `The history of releases is in "${folder}", which ends with this run of the pipeline: the next one cannot go back to this release, and does not see a deploy from elsewhere.`,
  hint: () => 'Keep it in a bucket: "state: { store: s3, bucket: NAME, endpoint: ADDRESS }".',
  explanation:
    "Machines of a pipeline begin empty. What stands is found again all the same, since it is asked of the platforms; the way back, and the lock that keeps two deploys apart, need a place that stays.",
  example: { wrong: "state: { store: local }", right: "state: { store: s3, bucket: acme-state }" },
})

export const notUnlocked = entry<{ file: string; holder: string }>({
  code: "state/not-unlocked",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The lock was left as it is.",
  message: ({ holder }) => `The lock is held: ${holder}. Nothing was changed.`,
  hint: () => 'When you are sure that it is gone, run "aidep unlock --force".',
  explanation:
    "Two commands that change one environment at once undo each other. A holder that is gone loses its lock by itself: at once on its own machine, after a minute without a sign of life elsewhere.",
})
