import { entry } from "aidep/provider"

export const unknownService = entry<{ service: string; known: readonly string[] }>({
  code: "github/unknown-service",
  severity: "error",
  title: "A GitHub job names a service that aidep does not deploy.",
  message: ({ service }) => `There is no service "${service}" that aidep deploys.`,
  hint: ({ known }) => `Name one of: ${known.join(", ")}.`,
  explanation:
    "A schedule runs in the folder and with the variables of a service, and a keep-warm request goes to one. The service has to stand under services, and it has to run on a platform; one whose target is external is not aidep's.",
  example: {
    wrong: 'keepWarm: [{ service: gatway, cron: "*/10 * * * *" }]',
    right: 'keepWarm: [{ service: gateway, cron: "*/10 * * * *" }]',
  },
})

export const nothingToRun = entry<{ schedule: string; why: string }>({
  code: "github/nothing-to-run",
  severity: "error",
  title: "A schedule does not say what it runs.",
  message: ({ schedule, why }) => `The schedule "${schedule}" has nothing to run: ${why}.`,
  hint: () => 'Add "run", such as [python, backup.py].',
  explanation:
    "A schedule runs its own command. Without one it runs the start command of its service, which has to be built from a source folder, since a GitHub job starts no image.",
  example: {
    wrong: 'schedules: [{ name: backup, cron: "0 2 * * *" }]',
    right: 'schedules: [{ name: backup, cron: "0 2 * * *", run: [node, scripts/backup.js] }]',
  },
})

export const nothingToWarm = entry<{ service: string }>({
  code: "github/nothing-to-warm",
  severity: "error",
  title: "A service to keep warm has no health path.",
  message: ({ service }) => `"${service}" cannot be kept warm, because it has no health path.`,
  hint: ({ service }) => `Add "health: { path: /health }" to "${service}".`,
  explanation:
    "Keeping warm means to request the health path of a service before its platform puts it to sleep. Workers, jobs and static sites have none.",
})

export const jobTwice = entry<{ job: string }>({
  code: "github/job-twice",
  severity: "error",
  title: "Two scheduled jobs have the same name.",
  message: ({ job }) => `Two scheduled jobs would be called "${job}".`,
  hint: () => "Give each schedule a name of its own, and list each service once under keepWarm.",
  explanation:
    'Each schedule is one job of a workflow, under its own name. A keep-warm job is called "keep-warm-" and the name of its service, and "notify" is the job that reports failures.',
})

export const reservedSecret = entry<{ secret: string }>({
  code: "github/reserved-secret",
  severity: "error",
  title: "GitHub does not allow the name of a secret.",
  message: ({ secret }) => `GitHub keeps names like "${secret}" for itself.`,
  hint: () => 'Choose a name that does not begin with "GITHUB_".',
  explanation:
    "A secret reaches a GitHub workflow under its own name, and GitHub refuses names that begin with GITHUB_: https://docs.github.com/en/actions/reference/security/secrets (read 2026-11-21).",
  example: { wrong: "secrets: [GITHUB_PAT]", right: "secrets: [REPOSITORY_PAT]" },
})
