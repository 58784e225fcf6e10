import { entry, exitCodes } from "aidep/provider"

export const workspaceUnknown = entry<{ names: readonly string[] }>({
  code: "railway/workspace-unknown",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "It is not clear in which workspace of Railway a project stands.",
  message: ({ names }) =>
    `The token reaches these workspaces on Railway, and none of them was chosen: ${names.join(", ")}.`,
  hint: () => 'Set "platforms.railway.workspace" to the name or id of one of them.',
  explanation:
    "A token of an account reaches every workspace that the account is a member of. With more than one, the manifest has to say which one it means.",
  example: {
    wrong: "platforms: { railway: {} }",
    right: "platforms: { railway: { workspace: acme } }",
  },
})

export const otherWorkspace = entry<{ names: readonly string[]; item: string }>({
  code: "railway/other-workspace",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The token does not see what aidep made on Railway.",
  message: ({ names, item }) =>
    `The token reaches ${names.length === 0 ? "no workspace" : names.join(", ")} on Railway, and the environment in which aidep made ${item} is not there. Nothing was changed.`,
  hint: ({ names: [name = "NAME"] }) =>
    `Use a token of the account or workspace in which it stands. If it was removed there, set "platforms.railway.workspace" to "${name}" and run the command again: it is made anew.`,
  explanation:
    "The journal knows services and data stores that aidep made, and Railway shows no environment with them to this token. That is so with a token of another workspace; deploying with it would make everything a second time, in the wrong place. It is also so when everything was removed by hand: only a workspace in the manifest tells the two apart.",
  example: {
    wrong: "platforms: { railway: {} }",
    right: "platforms: { railway: { workspace: acme } }",
  },
})

export const tokenOfProject = entry<{ project: string; environment: string }>({
  code: "railway/project-token",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The token is one of a single environment on Railway.",
  message: ({ project, environment }) =>
    `RAILWAY_API_TOKEN is a project token, of the environment "${environment}" of "${project}" alone: it cannot look at a workspace or make anything there.`,
  hint: () =>
    'Make a token of the account or workspace at https://railway.com/account/tokens and put it into ".env" as RAILWAY_API_TOKEN=...',
  explanation:
    "aidep makes projects and environments, which a project token cannot. Such tokens are what the command line of Railway takes as RAILWAY_TOKEN.",
})

export const workspaceErrors = [workspaceUnknown, otherWorkspace, tokenOfProject]
