import type { ItemKind, OfferChoice } from "aidep/provider"
import { optionText } from "../_shared/option-text.ts"

/** The kind of CPU that the block `platforms.fly` fixes for Machines. */
export function flyChoice(options: unknown, kind: ItemKind): OfferChoice | undefined {
  const cpuKind = optionText(options, "cpuKind")
  if (cpuKind === undefined || !onMachines.includes(kind)) return undefined
  const prefix = cpuKind === "shared" ? "shared-cpu-" : `${cpuKind}-`
  return {
    leaves: ({ id }) => id.startsWith(prefix),
    because: `"platforms.fly.cpuKind" is "${cpuKind}".`,
  }
}

const onMachines: readonly ItemKind[] = ["web", "worker", "inference"]
