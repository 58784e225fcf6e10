import { awsGuide } from "./aws-guide.ts"
import type { Claim } from "./claim.ts"
import { freeTierGuides } from "./free-tier-guides.ts"
import { gpuGuide } from "./gpu-guide.ts"

export const claims: readonly Claim[] = [...gpuGuide, ...awsGuide, ...freeTierGuides]

/** Claims of the same guides that no computation can settle, and why. */
export const uncheckable: readonly {
  readonly id: string
  readonly says: string
  readonly why: string
}[] = [
  {
    id: "1.15",
    says: "an own Qdrant saves more than $300 a year",
    why: "Qdrant publishes no price to compare with.",
  },
  {
    id: "3.3",
    says: "Hugging Face answers 1,000 requests a day for nothing",
    why: "Inference Providers now give $0.10 a month, to spend on any model at its own price.",
  },
]
