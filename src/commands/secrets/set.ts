import { Args } from "@oclif/core"
import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { projectFlags, projectInput } from "../../cli/project-flags.ts"
import { readPipedLine } from "../../cli/read-piped-line.ts"
import { secretSetText } from "../../cli/views/secrets.ts"
import type { Context } from "../../workflows/context.ts"
import { setSecret } from "../../workflows/secrets/set-secret.ts"

export default class SecretsSet extends BaseCommand {
  static override summary = "Set the value of a secret on this machine."
  static override description =
    "Asks for the value without showing it, or reads it from standard input, and writes it to .env, which only its owner can read; to .env.<environment> where --env is given. Never give the value on the command line, where others on the machine see it."
  static override examples = [
    "<%= config.bin %> secrets set HF_TOKEN",
    "<%= config.bin %> secrets set API_KEYS --env staging < keys.txt",
  ]
  static override args = {
    name: Args.string({ required: true, description: "Name of the secret." }),
  }
  static override flags = projectFlags

  protected override async answer(context: Context): Promise<Answer> {
    const { args, flags } = await this.parse(SecretsSet)
    const value = await readPipedLine()
    const result = await setSecret({ ...projectInput(flags), name: args.name, value }, context)
    const { diagnostics, ...data } = result
    return { data, diagnostics, text: (style) => secretSetText(result, style) }
  }
}
