import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unauthorized = entry<{ platform: string; variable: string; url: string }>({
  code: "platform/unauthorized",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A platform does not accept the credentials.",
  message: ({ platform, variable }) =>
    `${platform} does not accept the value of ${variable}: it is wrong, expired or was revoked.`,
  hint: ({ variable, url }) => `Make a new one at ${url} and put it into ".env" as ${variable}=...`,
  explanation:
    "The platform answered that it does not know who is asking. A token can be mistyped, can have an end date, and can be revoked by everybody who may manage the account.",
  example: { wrong: "RENDER_API_KEY=an-old-key", right: "RENDER_API_KEY=rnd_..." },
})

export const forbidden = entry<{ platform: string; variable: string; action: string }>({
  code: "platform/forbidden",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The credentials of a platform do not allow what a deploy has to do.",
  message: ({ platform, variable, action }) =>
    `${platform} does not allow what ${variable} was used for (${action}).`,
  hint: ({ variable }) =>
    `Let the owner of ${variable} have the rights that the README of the platform lists, or use another one.`,
  explanation:
    "The platform knows who is asking and refuses all the same: the token is one of another workspace, or its owner may look at things and not change them.",
})

export const rateLimited = entry<{ platform: string; action: string; seconds: number | undefined }>(
  {
    code: "platform/rate-limited",
    severity: "error",
    exit: exitCodes.tryAgain,
    title: "A platform takes no more requests for now.",
    message: ({ platform, action }) =>
      `${platform} takes no more requests for now (${action}): its limit is reached.`,
    hint: ({ seconds }) =>
      seconds === undefined
        ? "Run the command again in a few minutes; it goes on where it stopped."
        : `Run the command again in ${seconds} seconds; it goes on where it stopped.`,
    explanation:
      "Platforms limit how many requests an account sends in a minute or an hour. aidep asks as little as it can, waits as long as the platform says, and stops when that would take too long.",
  },
)

export const quota = entry<{ platform: string; action: string; reason: string }>({
  code: "platform/quota",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The plan of an account does not allow more.",
  message: ({ platform, action, reason }) =>
    `The account on ${platform} does not allow it (${action}): ${reason}`,
  hint: () =>
    "Add payment information or a larger plan there, or take down what is no longer needed, then run the command again.",
  explanation:
    "An account has limits that depend on its plan, such as a number of services, and some things need payment information first.",
})

export const notFound = entry<{ platform: string; action: string; what: string }>({
  code: "platform/not-found",
  severity: "error",
  title: "Something is no longer there on a platform.",
  exit: exitCodes.tryAgain,
  message: ({ platform, what, action }) =>
    `${platform} does not find ${what} (${action}): it was removed in the meantime.`,
  hint: () => 'Run "aidep plan" to see what stands, then "aidep deploy".',
  explanation:
    "It stood when the plan was made, and somebody removed it since. The next plan makes it anew.",
})

export const nameTaken = entry<{ platform: string; name: string; kind: string; address: string }>({
  code: "platform/name-taken",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A name is taken by something that is not of this project.",
  message: ({ platform, name, kind }) =>
    `${platform} has a ${kind} "${name}" that aidep did not make for this project. It was not touched.`,
  hint: ({ address }) =>
    `Rename or remove it there, or take it over with "aidep adopt ${address} ID".`,
  explanation:
    "aidep changes and removes only what it made, which it knows by a label or a variable. What has the same name without it belongs to somebody else.",
})

export const refused = entry<{ platform: string; action: string; reason: string }>({
  code: "platform/refused",
  severity: "error",
  exit: exitCodes.failed,
  title: "A platform refuses a request.",
  message: ({ platform, action, reason }) => `${platform} refuses it (${action}): ${reason}`,
  hint: () => "Change what it names in the manifest, then run the command again.",
  explanation:
    "The request arrived and the platform says that it cannot be done as it is. Its own words are part of the message.",
})

export const unreachable = entry<{ platform: string; action: string; reason: string }>({
  code: "platform/unreachable",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "A platform does not answer.",
  message: ({ platform, action, reason }) =>
    `${platform} did not answer as it should (${action}): ${reason}`,
  hint: () => "Run the command again later; it looks at what was done and goes on from there.",
  explanation:
    "The network failed on the way or the platform has a fault of its own. Where a request may have been carried out although no answer came, the next command looks for the result first.",
})

export const unexpectedAnswer = entry<{ platform: string; action: string; reason: string }>({
  code: "platform/unexpected-answer",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "The answer of a platform has another form than aidep knows.",
  message: ({ platform, action, reason }) =>
    `The answer of ${platform} has a form that aidep does not know (${action}): ${reason}`,
  hint: () => "Update aidep; if it is the newest one, report it with this message.",
  explanation:
    "Platforms change. An answer without a field that aidep needs is not guessed at: what it was asked for may have been done, and the next plan shows that.",
})

export const leftUndone = entry<{ platform: string; item: string }>({
  code: "platform/left-undone",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "A platform accepted a change and did not carry it out.",
  message: ({ platform, item }) =>
    `${platform} accepted the change of "${item}", and nothing of it is to be seen there.`,
  hint: () => 'Run "aidep plan" to see what is missing, then "aidep deploy".',
  explanation:
    "Platforms answer that all went well before they have done the work, and now and then leave it undone. aidep looks at what came of it before it goes on.",
})

export const settleTimeout = entry<{ platform: string; item: string; minutes: number }>({
  code: "platform/settle-timeout",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "A platform takes too long to finish.",
  message: ({ platform, item, minutes }) =>
    `${platform} is not done with "${item}" after ${minutes} minutes.`,
  hint: ({ item }) => `"aidep status" tells how far it is; "aidep logs ${item}" what it wrote.`,
  explanation:
    "The platform accepted the work and is still at it. aidep does not wait for ever; what was started goes on.",
})

export const buildFailed = entry<{ platform: string; item: string; reason: string }>({
  code: "platform/build-failed",
  severity: "error",
  exit: exitCodes.failed,
  title: "A platform could not build a service.",
  message: ({ platform, item, reason }) => `${platform} could not build "${item}": ${reason}`,
  hint: ({ item }) => `"aidep logs ${item}" shows more of what the build wrote.`,
  explanation:
    "The build ended with an error. A version that was live before goes on serving. The last lines of the log stand below the message.",
})

export const crashed = entry<{ platform: string; item: string; reason: string }>({
  code: "platform/crashed",
  severity: "error",
  exit: exitCodes.failed,
  title: "The new version of a service does not come up.",
  message: ({ platform, item, reason }) =>
    `The new version of "${item}" did not come up on ${platform}: ${reason}`,
  hint: ({ item }) => `"aidep logs ${item}" shows more of what it wrote.`,
  explanation:
    "The service ended soon after its start, or never answered its health check. A version that was live before goes on serving. The last lines of the log stand below the message.",
})
