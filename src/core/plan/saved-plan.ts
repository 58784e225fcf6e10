import * as z from "zod"
import type { Plan } from "./plan.ts"

/** What the command that made the plan was asked for, so that carrying it out asks for the same. */
const requestSchema = z.object({
  environment: z.string().optional(),
  target: z.string().optional(),
  only: z.array(z.string()).readonly().optional(),
  images: z.record(z.string(), z.string()).optional(),
})

const savedPlanSchema = z.object({
  schema: z.literal("aidep/plan@1"),
  request: requestSchema,
  /** The plan as it was shown; carrying it out makes it again and compares the fingerprints. */
  plan: z.object({ fingerprint: z.string() }),
})

export type PlanRequest = z.output<typeof requestSchema>

export interface SavedPlan {
  readonly request: PlanRequest
  readonly fingerprint: string
}

export function savedPlanText(plan: Plan, request: PlanRequest): string {
  return `${JSON.stringify({ schema: "aidep/plan@1", request, plan }, null, 2)}\n`
}

/** Undefined for a text that is no plan. */
export function parseSavedPlan(text: string): SavedPlan | undefined {
  try {
    const parsed = savedPlanSchema.safeParse(JSON.parse(text))
    if (!parsed.success) return undefined
    const { request, plan } = parsed.data
    return { request, fingerprint: plan.fingerprint }
  } catch {
    return undefined
  }
}
