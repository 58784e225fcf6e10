import type { ItemKind, OfferChoice } from "aidep/provider"
import { optionText } from "../_shared/option-text.ts"

/** The plans that the block `platforms.render` fixes. Offers are named after them. */
export function renderChoice(options: unknown, kind: ItemKind): OfferChoice | undefined {
  const fixedBy = planOptions[kind]
  if (fixedBy === undefined) return undefined
  const plan = optionText(options, fixedBy.option)
  if (plan === undefined) return undefined
  const offer = `${fixedBy.prefix}.${plan.replaceAll(" ", "_")}`
  return {
    leaves: ({ id }) => id === offer,
    because: `"platforms.render.${fixedBy.option}" is "${plan}".`,
  }
}

const services = { option: "plan", prefix: "web" } as const

const planOptions: Partial<Record<ItemKind, { option: string; prefix: string }>> = {
  web: services,
  worker: services,
  inference: services,
  job: { option: "plan", prefix: "cron" },
  redis: { option: "keyValuePlan", prefix: "keyvalue" },
  postgres: { option: "postgresPlan", prefix: "postgres" },
}
