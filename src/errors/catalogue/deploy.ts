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
    'Run "aidep render" and deploy the files with the platform\'s own tools, or try the stack with "aidep deploy --target local", or "aidep deploy --rehearse".',
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

export const lockHeld = entry<{ holder: string; file: string }>({
  code: "deploy/lock-held",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Another command is at work.",
  message: ({ holder }) =>
    `Another command is changing this environment: ${holder}. Nothing was changed.`,
  hint: () =>
    'Wait until it has ended, then run the command again. "aidep unlock" tells more about it.',
  explanation:
    "One command at a time changes an environment. The lock of a command that was killed is taken over: at once where its machine sees that it is gone, elsewhere after a minute without a sign of life.",
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

export const missingCredentials = entry<{
  credentials: readonly {
    readonly variable: string
    readonly platform: string
    readonly url: string
  }[]
}>({
  code: "deploy/missing-credentials",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "Credentials of a platform are missing.",
  message: ({ credentials }) =>
    `These credentials are not set: ${credentials.map(({ variable, platform }) => `${variable} (${platform})`).join(", ")}. Nothing was changed.`,
  hint: ({ credentials }) =>
    `Make them and set them as environment variables or in ".env": ${credentials.map(({ variable, url }) => `${variable} at ${url}`).join(", ")}. "aidep deploy --rehearse" needs none.`,
  explanation:
    'aidep talks to each platform with a token of yours, which it reads from the process environment, ".env.<environment>" or ".env" and writes nowhere. All that are missing are named at once, before anything is changed.',
  example: {
    wrong: "aidep deploy --target render",
    right: "RENDER_API_KEY=... aidep deploy --target render",
  },
})

export const standsElsewhere = entry<{
  moved: readonly { readonly item: string; readonly platform: string }[]
  target: string
}>({
  code: "deploy/stands-elsewhere",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "What stands on one platform is not moved by --target.",
  message: ({ moved, target }) =>
    `"--target ${target}" would move what stands elsewhere: ${moved.map(({ item, platform }) => `"${item}" on ${platform}`).join(", ")}. Nothing was changed.`,
  hint: ({ moved: [first], target }) =>
    `To move it for good, write "environments: { production: { services: { ${first?.item ?? "gateway"}: { target: ${target} } } } }", or take it down first with "aidep destroy".`,
  explanation:
    "A move takes a service down where users reach it and its address changes. That is a decision for the manifest, where it can be read, and not for one command line.",
  example: {
    wrong: "aidep deploy --target railway   # while it is live on render",
    right: "environments: { production: { services: { gateway: { target: railway } } } }",
  },
})

export const destroyLimit = entry<{
  items: readonly { readonly name: string; readonly destroysData: boolean }[]
  allowed: number
}>({
  code: "deploy/destroy-limit",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The deploy would take away more than was allowed.",
  message: ({ items, allowed }) =>
    `${items.length} would be taken away, where ${allowed} may be: ${items.map(({ name, destroysData }) => `${name}${destroysData ? ", with its data" : ""}`).join("; ")}. Nothing was changed.`,
  hint: ({ items }) =>
    `Look at "aidep plan". If that is meant, allow it with "aidep deploy --allow-destroy ${items.length}".`,
  explanation:
    "A renamed service or a removed line looks like the wish to take something down. Without a person who sees the plan, nothing is taken away unless a number says how much may be.",
  example: { wrong: "aidep deploy", right: "aidep deploy --allow-destroy 1" },
})

export const declined = entry({
  code: "deploy/declined",
  severity: "error",
  exit: exitCodes.failed,
  title: "The plan was not accepted.",
  message: () => "The plan was not accepted. Nothing was changed.",
  hint: () => 'Change the manifest, or run "aidep deploy --yes" to go without the question.',
  explanation: "On a terminal aidep shows the plan and asks before it changes anything remote.",
})

export const stalePlan = entry<{ file: string; reason: string }>({
  code: "deploy/stale-plan",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "The saved plan no longer holds.",
  message: ({ file, reason }) => `"${file}" no longer holds: ${reason}. Nothing was changed.`,
  hint: ({ file }) => `Make it again and read it: aidep plan --out ${file}`,
  explanation:
    "A saved plan is carried out only when the manifest, the secrets, the code and what stands are still those that it was made of.",
})

export const unreadablePlan = entry<{ file: string; reason: string }>({
  code: "deploy/unreadable-plan",
  severity: "error",
  exit: exitCodes.usage,
  title: "The file is no plan.",
  message: ({ file, reason }) => `"${file}" is no plan: ${reason}. Nothing was changed.`,
  hint: ({ file }) => `Make one: aidep plan --out ${file}`,
  explanation: '"aidep plan --out" saves a plan, which "aidep deploy --plan" carries out.',
})

export const notSettled = entry<{ fields: readonly string[] }>({
  code: "deploy/not-settled",
  severity: "error",
  exit: exitCodes.partlyApplied,
  title: "A platform did not keep what it accepted.",
  message: ({ fields }) => `Everything was accepted, and still this differs: ${fields.join(", ")}.`,
  hint: () =>
    'Look at "aidep plan". When the same field comes back every time, somebody or something else sets it.',
  explanation:
    "After a deploy aidep plans again: the second plan has to be empty. A platform that answers with success and applies a part only is found that way.",
})

export const noRollbackPoint = entry<{ known: readonly string[]; wanted?: string }>({
  code: "deploy/no-rollback-point",
  severity: "error",
  exit: exitCodes.failed,
  title: "There is no release to go back to.",
  message: ({ wanted }) =>
    wanted === undefined
      ? "There is no earlier release that was proven live. Nothing was changed."
      : `There is no release "${wanted}" that can be applied again. Nothing was changed.`,
  hint: ({ known }) =>
    known.length === 0
      ? "Correct the cause and deploy again."
      : `These can: ${known.join(", ")}. "aidep releases" tells more.`,
  explanation:
    "aidep goes back only to a release that a probe from outside has seen live, and whose commit or image is still known.",
})

export const cannotRestore = entry<{ services: readonly string[]; release: string }>({
  code: "deploy/cannot-restore",
  severity: "error",
  exit: exitCodes.failed,
  title: "The code of a release is gone.",
  message: ({ services, release }) =>
    `Release ${release} was started from folders of this machine, and these have changed since: ${services.join(", ")}. Nothing was changed.`,
  hint: () => "Bring the files back, with git for instance, and deploy again.",
  explanation:
    "A commit or an image can be deployed again at any time. A folder that was deployed as it stood can be restored only while it is as it was.",
})
