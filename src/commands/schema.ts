import { type Answer, BaseCommand } from "../cli/base-command.ts"

export default class Schema extends BaseCommand {
  static override summary = "Print the JSON Schema of the manifest."
  static override description =
    "Editors complete and check the manifest with it. The package ships it as schema/aidep.schema.json."
  static override examples = ["<%= config.bin %> schema > aidep.schema.json"]

  protected override async answer(): Promise<Answer> {
    await this.parse(Schema)
    const { manifestJsonSchema } = await import("../workflows/manifest-schema.ts")
    const schema = manifestJsonSchema()
    return { data: schema, text: () => JSON.stringify(schema, null, 2) }
  }
}
