import { cronSchedule, itemName, pattern, variableName } from "aidep/provider"
import * as z from "zod"

/**
 * GitHub writes days of the week as 0 to 6 and starts a workflow every five minutes at most:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 * (read 2026-11-21).
 */
const cron = () =>
  cronSchedule
    .refine((text) => !/^\*(?:\/0?[1-4])?\s/.test(text), {
      when: isRightSoFar,
      params: {
        name: "a schedule that GitHub keeps",
        expected: "five minutes or more between two starts, such as */5 * * * *",
      },
    })
    .refine((text) => !/7/.test(text.split(/\s+/).at(-1) ?? ""), {
      when: isRightSoFar,
      params: {
        name: "a schedule that GitHub reads",
        expected: "days of the week from 0 (Sunday) to 6, such as 0 3 * * 0",
      },
    })

const isRightSoFar = ({ issues }: { readonly issues: readonly unknown[] }) => issues.length === 0

/** GitHub evaluates `${{ … }}` wherever it stands in a workflow, also in a command. */
const command = () =>
  z
    .array(
      pattern({
        regex: /^(?![\s\S]*\$\{\{)[\s\S]+$/,
        name: "an argument",
        expected: "an argument without an expression of GitHub; list names under secrets instead",
      }),
    )
    .min(1)

/** GitHub keeps names that begin with GITHUB_ for itself. */
const settingName = () =>
  variableName.refine((name) => !/^github_/i.test(name), {
    when: isRightSoFar,
    params: {
      name: "a name that GitHub allows",
      expected: "a name that does not begin with GITHUB_",
    },
  })

const minutes = () => z.int().min(1).max(360)

const schedule = z.strictObject({
  name: itemName.meta({ description: "Name of the job in the workflow." }),
  cron: cron().meta({ description: "Five cron fields, UTC." }),
  service: itemName.optional().meta({
    description: "Service in whose folder, language and variables it runs.",
  }),
  run: command().optional().meta({
    description: "What runs. Default: the start command of the service.",
  }),
  secrets: z.array(settingName()).default([]).meta({
    description: "Names of further secrets it gets.",
  }),
  timeoutMinutes: minutes().default(60).meta({ description: "Longest time it may take." }),
})

const keepWarm = z.strictObject({
  service: itemName.meta({ description: "Service whose health path is requested." }),
  cron: cron().meta({ description: "Five cron fields, UTC." }),
})

/** `platforms.github` in the manifest. */
export const githubOptions = z.strictObject({
  branch: z.string().min(1).default("main").meta({
    description: "Branch whose pushes are deployed.",
  }),
  environments: z.array(itemName).min(1).optional().meta({
    description:
      "Environments that can be chosen for a deploy; a push goes to the first. Default: the one that is rendered.",
  }),
  runner: z.string().min(1).default("ubuntu-latest").meta({
    description: "Label of the machine that runs the jobs.",
  }),
  nodeVersion: z.string().min(1).default("24").meta({
    description: "Node version that runs aidep.",
  }),
  aidepVersion: z.string().min(1).default("0.1.0").meta({
    description: "Version of aidep where package.json does not have it as a dependency.",
  }),
  setup: z.array(command()).default([]).meta({
    description: "Commands before a deploy that install what the platforms' command lines need.",
  }),
  secrets: z.array(settingName()).default([]).meta({
    description: "Names of further secrets that a deploy gets.",
  }),
  variables: z.array(settingName()).default([]).meta({
    description: "Names of GitHub variables that aidep gets, for ${env.NAME} in the manifest.",
  }),
  deployTimeoutMinutes: minutes().default(60).meta({ description: "Longest time of a deploy." }),
  slackSecret: settingName().optional().meta({
    description: "Name of the repository secret with a Slack webhook that is told of failures.",
  }),
  schedules: z.array(schedule).default([]).meta({
    description: "Jobs that GitHub starts: training, data pipelines, backups, clean-up.",
  }),
  keepWarm: z.array(keepWarm).default([]).meta({
    description: "Services that are requested on a schedule, so that they do not go cold.",
  }),
})

export type GithubOptions = z.output<typeof githubOptions>
export type Schedule = GithubOptions["schedules"][number]
