import type { RetirementRule } from "aidep/provider"

export const runpodRetirements: readonly RetirementRule[] = [
  {
    code: "runpod/rest-v1",
    title: "RunPod retires its REST API v1.",
    retiresOn: "2026-11-15",
    source: "https://docs.runpod.io/api-reference-v2/migrate-from-v1",
    hint: 'Call "https://api.runpod.io/v2" instead; paths and bodies differ, which the migration guide lists.',
    explanation:
      "From 2026-11-15 on, https://rest.runpod.io/v1 answers 410 Gone. In version 2, endpoints are under /serverless, the bodies that create something are nested, lists are wrapped, and what starts or stops a pod is one path, /pods/{id}/action. The key stays the same.",
    example: {
      wrong: "env: { RUNPOD_API: https://rest.runpod.io/v1 }",
      right: "env: { RUNPOD_API: https://api.runpod.io/v2 }",
    },
    touches: [{ type: "env", pattern: /\brest\.runpod\.io\/v1\b/ }],
  },
]
