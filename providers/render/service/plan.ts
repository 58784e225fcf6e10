import type { Diagnostic, ItemScope, Service } from "aidep/provider"
import {
  freePlanSleeps,
  planNotForKind,
  planTooSmall,
  sizeRounded,
  sizeTooLarge,
} from "../errors/size.ts"
import type { ComputePlan, RenderOptions } from "../options.ts"

interface Plan {
  readonly name: ComputePlan
  readonly cpu: number
  readonly memoryMiB: number
}

/** CPU and memory of each plan, from the least. Source: https://render.com/pricing.md (2026-06-26). */
const plans: readonly Plan[] = [
  { name: "free", cpu: 0.1, memoryMiB: 512 },
  { name: "starter", cpu: 0.5, memoryMiB: 512 },
  { name: "standard", cpu: 1, memoryMiB: 2048 },
  { name: "pro", cpu: 2, memoryMiB: 4096 },
  { name: "pro plus", cpu: 4, memoryMiB: 8192 },
  { name: "pro max", cpu: 4, memoryMiB: 16_384 },
  { name: "pro ultra", cpu: 8, memoryMiB: 32_768 },
]

/** Cron jobs have no larger ones. Source: https://render.com/pricing.md (2026-06-26). */
const cronPlans: readonly ComputePlan[] = ["starter", "standard", "pro", "pro plus"]

/** A request of 512 MB (489 MiB) is what Render calls 512 MB: that is no rounding to speak of. */
const closeEnough = 1.08

export interface ChosenPlan {
  readonly plan: ComputePlan
  readonly diagnostics: readonly Diagnostic[]
}

/** The plan of the options, else the least one that has what the service asks for. */
export function planOf(
  service: Service,
  scope: ItemScope<RenderOptions>,
  type: string,
): ChosenPlan {
  const offered = plans.filter(({ name }) => isOffered(name, type))
  const { plan } = scope.options
  return plan === undefined
    ? fittingPlan(service, offered, scope.report)
    : { plan, diagnostics: namedPlanProblems(plan, { service, type, scope, offered }) }
}

function isOffered(name: ComputePlan, type: string): boolean {
  if (type === "cron") return cronPlans.includes(name)
  return name !== "free" || type === "web"
}

type Report = ItemScope<RenderOptions>["report"]

/** The free plan is never chosen by size: it sleeps, and has its own limits. */
function fittingPlan(service: Service, offered: readonly Plan[], report: Report): ChosenPlan {
  const paid = offered.filter(({ name }) => name !== "free")
  const plan = paid.find((candidate) => fits(service, candidate))
  if (plan !== undefined) return { plan: plan.name, diagnostics: rounding(service, plan, report) }
  const [least = "starter"] = paid.map(({ name }) => name)
  const most = paid.at(-1)
  const params = { asked: sizeText(service), most: most === undefined ? "" : planText(most) }
  return { plan: least, diagnostics: [report(sizeTooLarge, params, "size")] }
}

function fits({ cpu = 0, memoryMiB = 0 }: Service, plan: Plan): boolean {
  return plan.cpu >= cpu && plan.memoryMiB >= memoryMiB
}

function rounding(service: Service, plan: Plan, report: Report): readonly Diagnostic[] {
  const { cpu = plan.cpu, memoryMiB = plan.memoryMiB } = service
  const exact = plan.cpu <= cpu * closeEnough && plan.memoryMiB <= memoryMiB * closeEnough
  if (exact) return []
  return [report(sizeRounded, { asked: sizeText(service), plan: planText(plan) }, "size")]
}

interface NamedPlan {
  readonly service: Service
  readonly type: string
  readonly scope: ItemScope<RenderOptions>
  readonly offered: readonly Plan[]
}

function namedPlanProblems(
  name: ComputePlan,
  { offered, scope, service, type }: NamedPlan,
): readonly Diagnostic[] {
  const { report } = scope
  const plan = offered.find((candidate) => candidate.name === name)
  if (plan === undefined) {
    const possible = offered.map((candidate) => candidate.name).join(", ")
    return [report(planNotForKind, { plan: name, type, possible }, "platforms.render.plan")]
  }
  const sleeps = name === "free" && service.scale.min > 0
  return [
    ...(sleeps ? [report(freePlanSleeps, {}, "scale.min")] : []),
    ...(fits(service, plan)
      ? []
      : [report(planTooSmall, { asked: sizeText(service), plan: planText(plan) }, "size")]),
  ]
}

function sizeText({ cpu, memoryMiB }: Service): string {
  const parts = [
    ...(cpu === undefined ? [] : [`${cpu} CPU`]),
    ...(memoryMiB === undefined ? [] : [`${memoryMiB} MiB`]),
  ]
  return parts.join(" and ")
}

function planText({ cpu, memoryMiB, name }: Plan): string {
  return `"${name}" (${cpu} CPU and ${memoryMiB} MiB)`
}
