import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

interface Step {
  readonly service: string
  /** Of the traffic, 0 to 100. */
  readonly percent: number
  /** Sentences. */
  readonly reason: string
}

export const takenBack = entry<Step>({
  code: "rollout/taken-back",
  severity: "error",
  exit: exitCodes.checksFailed,
  title: "A canary was taken back.",
  message: ({ service, percent, reason }) =>
    `The new version of "${service}" was taken back at ${percent} % of the traffic: ${reason} The version before serves all of it again.`,
  hint: ({ service }) =>
    `Look at "aidep logs ${service}", mend it and deploy again, or deploy with "rollout.strategy: all-at-once".`,
  explanation:
    "Between the steps of a canary, requests to both versions are compared. One that is worse, or that cannot be told from a worse one in time, is taken back.",
})

export const stillSplit = entry<Step>({
  code: "rollout/still-split",
  severity: "error",
  exit: exitCodes.partlyApplied,
  title: "A canary could not be taken back.",
  message: ({ service, percent, reason }) =>
    `Two versions of "${service}" serve side by side: the new one was to be taken back at ${percent} % of the traffic, and that failed. ${reason}`,
  hint: () => 'Deploy again: it goes on from what stands. "aidep status" shows what that is.',
  explanation:
    "Taking a canary back is a change on the platform like any other, and can fail as one. The version before keeps its part of the traffic.",
})

export const stopped = entry<Omit<Step, "reason">>({
  code: "rollout/stopped",
  severity: "error",
  exit: exitCodes.interrupted,
  title: "A canary was interrupted.",
  message: ({ service, percent }) =>
    `The rollout of "${service}" was interrupted at ${percent} % of the traffic. Both versions serve side by side.`,
  hint: () => 'Run "aidep deploy" to go on, or "aidep rollback" to go back.',
  explanation: "Ctrl-C ends a canary at the step that it has come to, and changes nothing more.",
})
