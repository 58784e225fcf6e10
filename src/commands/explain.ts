import { Args } from "@oclif/core"
import { type Answer, BaseCommand } from "../cli/base-command.ts"
import { explanationText } from "../cli/views/explanation.ts"
import type { Context } from "../workflows/context.ts"
import { explain } from "../workflows/explain/explain.ts"

export default class Explain extends BaseCommand {
  static override summary = "Explain an error code or a field of the manifest."
  static override description =
    "Says why an error or warning appears and what to write instead, or what a field takes and what each platform does with it."
  static override examples = [
    "<%= config.bin %> explain manifest/unknown-key",
    "<%= config.bin %> explain services.scale.min",
    { description: "List all codes and fields:", command: "<%= config.bin %> explain" },
  ]
  static override args = {
    topic: Args.string({
      description: "Code such as manifest/invalid, or field such as services.gpu.",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { args } = await this.parse(Explain)
    const explanation = await explain(args.topic, context)
    return { data: explanation, text: (style) => explanationText(explanation, style) }
  }
}
