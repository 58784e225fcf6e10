import type { Component } from "./components.ts"
import { componentsOf } from "./components.ts"
import type { CostReport, ReportedDifference, ReportedStack } from "./cost-report.ts"

type Side = ReportedDifference["changes"][number]["before"]

/** What changes between two reports, part by part. `against` says where the earlier one is from. */
export function differenceOf(
  before: Pick<CostReport, "current">,
  after: Pick<CostReport, "current">,
  against: string,
): ReportedDifference {
  const sides = { before: byName(before.current), after: byName(after.current) }
  const names = new Set([...sides.after.keys(), ...sides.before.keys()])
  return {
    against,
    before: before.current?.total ?? null,
    after: after.current?.total ?? null,
    changes: [...names].flatMap((name) => {
      const change = {
        name,
        before: sides.before.get(name) ?? null,
        after: sides.after.get(name) ?? null,
      }
      return isChange(change.before, change.after) ? [change] : []
    }),
  }
}

function byName(stack: ReportedStack | null): ReadonlyMap<string, Side> {
  const components = stack === null ? [] : componentsOf(stack)
  return new Map(components.map((component) => [keyOf(component), sideOf(component)]))
}

/** Two platforms may have a fee of the same name. */
function keyOf({ name, where }: Component): string {
  return name.includes(" ") ? `${name} (${where})` : name
}

function sideOf({ where, amount }: Component): Side {
  return { where, amount }
}

function isChange(before: Side, after: Side): boolean {
  if (before === null || after === null) return true
  return (
    before.where !== after.where ||
    cents(before.amount.low) !== cents(after.amount.low) ||
    cents(before.amount.high) !== cents(after.amount.high)
  )
}

function cents(amount: number): number {
  return Math.round(amount * 100)
}
