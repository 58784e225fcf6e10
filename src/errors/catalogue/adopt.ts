import { entry } from "../catalogue-entry.ts"
import { exitCodes } from "../exit-codes.ts"

export const unknownAddress = entry<{ address: string; known: readonly string[] }>({
  code: "adopt/unknown-address",
  severity: "error",
  exit: exitCodes.usage,
  title: "The manifest has nothing of that address.",
  message: ({ address }) =>
    `Nothing in the manifest has the address "${address}". Nothing was changed.`,
  hint: ({ known }) => `These can take something over: ${known.join(", ")}.`,
  explanation:
    'What is taken over becomes a service or a data store of the manifest. Its address is "environment/owner/kind/name", as the error about a taken name gives it.',
  example: {
    wrong: "aidep adopt gatewya srv-1",
    right: "aidep adopt production/gateway/service/gateway srv-1",
  },
})

export const notPossible = entry<{ address: string; title: string }>({
  code: "adopt/not-possible",
  severity: "error",
  exit: exitCodes.unavailable,
  title: "The driver of a platform cannot take anything over.",
  message: ({ address, title }) =>
    `aidep cannot take over what stands on ${title} as "${address}". Nothing was changed.`,
  hint: () => 'Rename or remove what stands there, then run "aidep deploy".',
  explanation:
    "To take something over, a platform has to keep a mark of ours on it. Not every driver can do that.",
})

export const notFound = entry<{ id: string; title: string; environment: string }>({
  code: "adopt/not-found",
  severity: "error",
  exit: exitCodes.failed,
  title: "What should be taken over is not there.",
  message: ({ id, title, environment }) =>
    `${title} shows no "${id}" where this project's environment "${environment}" stands. Nothing was changed.`,
  hint: ({ title }) =>
    `Check the id and the token. What stands elsewhere on ${title} has to be moved into the project and environment of these names first.`,
  explanation:
    "aidep looks for what it is to take over in the platform's own project and environment, where it finds everything of this project.",
})

export const isOurs = entry<{ address: string; id: string; standing: string }>({
  code: "adopt/is-ours",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "It is of this project already, or its place is taken.",
  message: ({ address, id, standing }) =>
    `"${id}" cannot become "${address}": of this project there is already ${standing}. Nothing was changed.`,
  hint: () => 'Look at "aidep status". What is not wanted there can be taken down first.',
  explanation:
    "An address stands for one object, and one object has one address. A second one would be changed and removed in place of the first.",
})
