import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unknownRepository = entry({
  code: "repository/unknown",
  severity: "error",
  exit: exitCodes.usage,
  title: "It is not known which repository is meant.",
  message: () =>
    'No repository was named, and the git remote "origin" leads to none. Nothing was changed.',
  hint: () => "Name it: --repository OWNER/NAME.",
  explanation:
    "The repository is the one of --repository, in a pipeline the one that it runs for, and else the one that the git remote origin leads to.",
  example: { wrong: "aidep github setup", right: "aidep github setup --repository acme/shop" },
})

export const missingToken = entry<{ variables: readonly string[] }>({
  code: "repository/missing-token",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "There is no token for the repository.",
  message: ({ variables }) => `None of these is set: ${variables.join(", ")}. Nothing was changed.`,
  hint: ({ variables }) =>
    `Make a fine-grained token that may write secrets, environments, variables and pull requests of this one repository, and set ${variables[0] ?? ""}. With the command line of GitHub: export ${variables[0] ?? ""}=$(gh auth token).`,
  explanation:
    "Secrets, environments, variables and comments of a repository are changed with a token of somebody who may do that. In a workflow, the token of the run does it where the job has the permissions.",
  example: {
    wrong: "aidep secrets push",
    right: "GITHUB_TOKEN=$(gh auth token) aidep secrets push",
  },
})

export const repositoryFailed = entry<{ repository: string; reason: string; done: string }>({
  code: "repository/failed",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "The repository's host did not do what was asked.",
  message: ({ repository, reason, done }) => `"${repository}": ${reason} ${done}`,
  hint: () =>
    "See whether the token may do this and whether the repository's name is right, then run the command again.",
  explanation:
    "What was done up to there stays. Running the command again does the rest: nothing is made twice.",
})

export const noPullRequest = entry({
  code: "repository/no-pull-request",
  severity: "error",
  exit: exitCodes.usage,
  title: "It is not known which pull request is meant.",
  message: () => "A comment was asked for, and this run belongs to no pull request.",
  hint: () => "Name it: --pull-request NUMBER. In a workflow, run on pull_request.",
  explanation:
    "In a workflow on pull_request the number is known. Elsewhere it has to be named. The checks themselves were made.",
  example: {
    wrong: "aidep check --comment",
    right: "aidep check --comment --pull-request 12",
  },
})

export const noPipeline = entry<{ to: string; able: readonly string[] }>({
  code: "repository/no-pipeline",
  severity: "error",
  exit: exitCodes.usage,
  title: "Secrets cannot be pushed there.",
  message: ({ to }) => `"${to}" is no platform that runs pipelines. Nothing was changed.`,
  hint: ({ able }) => `These are: ${able.join(", ")}.`,
  explanation:
    "Pipelines deploy with secrets of their own. Services get their secrets from aidep at each deploy, so that these need not be pushed.",
})
