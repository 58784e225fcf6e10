import { type ApiOutcome, failedWith, problem } from "aidep/provider"
import { workspaceUnknown } from "../../errors/cli.ts"
import { withFile } from "../files/with-file.ts"
import { askModal } from "./ask-modal.ts"
import * as commands from "./commands.ts"
import { type ModalScope, tokenVariables } from "./modal-scope.ts"
import { profileList } from "./read-lists.ts"

const profile = "aidep"

/**
 * Name of the workspace that the token is of. The client tells it in JSON for the profiles of its configuration only, so
 * it gets one with the token in it, for the time of the command. `purpose` keeps files of commands side by side apart.
 */
export async function readWorkspace(
  purpose: string,
  scope: ModalScope,
): Promise<ApiOutcome<string>> {
  const file = { name: `profile-${purpose}.toml`, text: profileText(scope), isSecret: true }
  return await withFile(file, scope, async (path) => {
    const listed = await askModal(
      {
        operation: "modal.listProfiles",
        args: commands.listProfiles,
        answer: profileList,
        variables: { MODAL_CONFIG_PATH: path },
      },
      scope,
    )
    if (listed.status === "failed") return listed
    const said = listed.value.find(({ name }) => name === profile)?.workspace ?? "it names none."
    return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(said)
      ? { status: "done", value: said.toLowerCase() }
      : failedWith(problem(workspaceUnknown, { said }))
  })
}

function profileText({ credential }: ModalScope): string {
  const valueOf = (variable: string) => JSON.stringify(credential(variable) ?? "")
  return [
    `[${profile}]`,
    `token_id = ${valueOf(tokenVariables.id)}`,
    `token_secret = ${valueOf(tokenVariables.secret)}`,
    "active = true",
    "",
  ].join("\n")
}
