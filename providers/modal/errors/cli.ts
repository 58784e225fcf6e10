import { entry, exitCodes } from "aidep/provider"
import { installCommand } from "../tested-versions.ts"

export const cliMissing = entry<Record<never, never>>({
  code: "modal/cli-missing",
  severity: "error",
  exit: exitCodes.unavailable,
  title: 'The command "modal" is missing.',
  message: () =>
    'The command "modal" was found neither in the project\'s virtual environment nor on the PATH. Nothing was changed.',
  hint: () => `Run: ${installCommand}`,
  explanation:
    "Modal has no public HTTP API: its own client uploads the code and deploys it. aidep looks for it in .venv and venv beside the manifest, then on the PATH. It is needed as long as MODAL_TOKEN_ID and MODAL_TOKEN_SECRET are set, because something of the project may stand on Modal.",
  example: { wrong: "pip install --user modal", right: installCommand },
})

export const cliBroken = entry<{ file: string }>({
  code: "modal/cli-broken",
  severity: "error",
  exit: exitCodes.unavailable,
  title: 'The command "modal" does not run.',
  message: ({ file }) => `"${file} --version" does not tell its version. Nothing was changed.`,
  hint: ({ file }) => `Run "${file} --version" to see why, or make it anew: ${installCommand}`,
  explanation:
    "A virtual environment that was moved, or whose Python was removed, keeps programs that no longer start.",
})

export const cliUntested = entry<{ version: string; from: string; below: string }>({
  code: "modal/cli-untested",
  severity: "error",
  exit: exitCodes.unavailable,
  title: 'The version of the command "modal" was not tested.',
  message: ({ version, from, below }) =>
    `The command "modal" is of version ${version}; aidep was tested with ${from} up to, but not including, ${below}. Nothing was changed.`,
  hint: () => `Run: ${installCommand}`,
  explanation:
    "Each minor version of Modal's client changes commands, their output, or what a Python file may say. A version in the project's virtual environment (.venv) goes before the one on the PATH.",
  example: { wrong: 'pip install "modal~=1.4.0"', right: 'pip install "modal~=1.6.0"' },
})

export const workspaceUnknown = entry<{ said: string }>({
  code: "modal/workspace-unknown",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "Modal does not say whose workspace the token is of.",
  message: ({ said }) =>
    `Modal does not tell the workspace of MODAL_TOKEN_ID, which addresses begin with: ${said}`,
  hint: () =>
    'Make a new token at https://modal.com/settings/tokens and put both parts into ".env" as MODAL_TOKEN_ID=... and MODAL_TOKEN_SECRET=...',
  explanation:
    "The address of a service is https://<workspace>--<label>.modal.run. The client tells the workspace of a token; where it does not accept the token, it says so instead.",
  example: {
    wrong: "MODAL_TOKEN_ID=ak-of-a-revoked-token",
    right: "MODAL_TOKEN_ID=ak-...\nMODAL_TOKEN_SECRET=as-...",
  },
})
