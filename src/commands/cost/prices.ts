import { Args, Flags } from "@oclif/core"
import { type Answer, BaseCommand } from "../../cli/base-command.ts"
import { pricesText } from "../../cli/views/cost/prices.ts"
import type { Context } from "../../workflows/context.ts"
import { listPrices } from "../../workflows/cost/list-prices.ts"

export default class CostPrices extends BaseCommand {
  static override summary = "List the prices, where they are from, and how old they are."
  static override description =
    "Every price has a source, the day it was read and how sure it is. With --refresh, compares a platform's book with the vendor's page for machines and shows what is different; the book stays as it is."
  static override examples = [
    "<%= config.bin %> cost prices railway",
    {
      description: "What should be looked up again:",
      command: "<%= config.bin %> cost prices --stale",
    },
    {
      description: "Compare with the vendor's page:",
      command: "<%= config.bin %> cost prices --refresh https://render.com/pricing.md",
    },
  ]
  static override args = {
    platform: Args.string({ description: "Platform whose prices are listed; default: all." }),
  }
  static override flags = {
    stale: Flags.boolean({ description: "Only prices of 60 days and more, or without a date." }),
    refresh: Flags.string({
      description: "Compare with a vendor's page, from its address or a file.",
      helpValue: "FILE|URL",
    }),
  }

  protected override async answer(context: Context): Promise<Answer> {
    const { args, flags } = await this.parse(CostPrices)
    const result = await listPrices({ platform: args.platform, ...flags }, context)
    return { data: result, text: (style) => pricesText(result, style) }
  }
}
