import type { ServiceEvidence, Symptom } from "./evidence.ts"
import { circuitOpen } from "./symptoms/circuit-open.ts"
import { failedDeployment } from "./symptoms/failed-deployment.ts"
import { highLatency } from "./symptoms/high-latency.ts"
import { outOfMemory } from "./symptoms/out-of-memory.ts"
import { rateLimited } from "./symptoms/rate-limited.ts"
import { slowColdStart } from "./symptoms/slow-cold-start.ts"

/** Every symptom that the evidence shows; what causes others stands first. */
export function diagnoseService(evidence: ServiceEvidence): readonly Symptom[] {
  return [
    failedDeployment(evidence),
    outOfMemory(evidence),
    circuitOpen(evidence),
    rateLimited(evidence),
    slowColdStart(evidence),
    highLatency(evidence),
  ].filter((symptom) => symptom !== undefined)
}
