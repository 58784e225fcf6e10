import { entry, exitCodes } from "aidep/provider"

export const workspaceUnknown = entry<{ names: readonly string[] }>({
  code: "render/workspace-unknown",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "It is not clear in which workspace of Render a project stands.",
  message: ({ names }) =>
    `The API key reaches these workspaces on Render, and none of them was chosen: ${names.join(", ")}.`,
  hint: () => 'Set "platforms.render.workspace" to the name or id of one of them.',
  explanation:
    "An API key of Render reaches every workspace that its owner is a member of. With more than one, the manifest has to say which one it means.",
  example: {
    wrong: "platforms: { render: {} }",
    right: "platforms: { render: { workspace: acme } }",
  },
})

export const otherWorkspace = entry<{ names: readonly string[]; item: string }>({
  code: "render/other-workspace",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The API key does not see what aidep made on Render.",
  message: ({ names, item }) =>
    `The API key reaches ${names.length === 0 ? "no workspace" : names.join(", ")} on Render, and nothing of what aidep made for this project is there, not even ${item}. Nothing was changed.`,
  hint: ({ names: [name = "NAME"] }) =>
    `Use the key of a member of the workspace in which it stands. If it was removed there, set "platforms.render.workspace" to "${name}" and run the command again: it is made anew.`,
  explanation:
    "The journal knows services and data stores that aidep made, and Render finds none of them with this key. That is so with the key of somebody who is a member of another workspace; deploying with it would make everything a second time, in the wrong place. It is also so when everything was removed by hand: only a workspace in the manifest tells the two apart.",
  example: {
    wrong: "platforms: { render: {} }",
    right: "platforms: { render: { workspace: acme } }",
  },
})

export const repositoryUnknown = entry<{ service: string }>({
  code: "render/repository-unknown",
  severity: "error",
  title: "Nothing says which repository Render builds.",
  message: ({ service }) =>
    `Render cannot build "${service}", because it is not known in which repository on GitHub its source is.`,
  hint: () =>
    'Set "platforms.render.repository" to the owner and the name of the repository, or build the image with "build: { by: ci }".',
  explanation:
    "Render builds a commit of a repository, or runs an image. It takes no folder of this machine. A Blueprint builds the repository that it lies in; a service that is made by the API has to name one.",
  example: {
    wrong: "platforms: { render: {} }",
    right: "platforms: { render: { repository: acme/lora-gateway } }",
  },
})

export const credentialUnknown = entry<{ service: string; name: string }>({
  code: "render/registry-credential-unknown",
  severity: "error",
  title: "A registry credential does not exist on Render.",
  message: ({ service, name }) =>
    `Render has no registry credential "${name}", with which it would get the image of "${service}".`,
  hint: ({ name }) =>
    `Make "${name}" under https://dashboard.render.com/settings#registry-credentials, or set "platforms.render.registryCredential" to another one.`,
  explanation:
    "Images that are not public need a user name and a token, which are kept on Render under a name.",
})

export const workspaceErrors = [
  workspaceUnknown,
  otherWorkspace,
  repositoryUnknown,
  credentialUnknown,
]
