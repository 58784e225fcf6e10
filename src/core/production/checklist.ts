import type { ChecklistItem } from "./checklist-item.ts"
import { cached, errorTracking, metrics, rateLimited } from "./configured-items.ts"
import type { ProductionEvidence } from "./evidence.ts"
import { keysHandedOut, secretsSet } from "./credential-items.ts"
import { deployed, encrypted, healthy } from "./live-items.ts"

/** Answers every item from evidence. What could not be seen is `unknown`, never a guess. */
export function productionChecklist(evidence: ProductionEvidence): readonly ChecklistItem[] {
  return [
    secretsSet(evidence),
    deployed(evidence),
    rateLimited(evidence),
    cached(evidence),
    errorTracking(evidence),
    healthy(evidence),
    encrypted(evidence),
    keysHandedOut(evidence),
    metrics(evidence),
  ]
}

export function isReady(items: readonly ChecklistItem[]): boolean {
  return items.every(({ answer }) => answer === "yes" || answer === "not needed")
}
