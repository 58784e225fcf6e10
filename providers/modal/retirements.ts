import type { RetirementRule } from "aidep/provider"

export const modalRetirements: readonly RetirementRule[] = []
