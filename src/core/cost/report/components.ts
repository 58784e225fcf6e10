import type { ReportedStack } from "./cost-report.ts"
import type { Usd } from "../usd.ts"

/** A part of a bill that people have a name for. */
export interface Component {
  readonly name: string
  readonly where: string
  readonly amount: Usd
}

/** Amounts of a stack: each part, then what the accounts pay or are credited. */
export function componentsOf(stack: ReportedStack): readonly Component[] {
  const parts = stack.placements.map(({ item, platform, offerTitle, amount }) => ({
    name: item,
    where: `${platform}, ${offerTitle}`,
    amount,
  }))
  const accounts = stack.platforms.flatMap(({ platform, planTitle, lines }) =>
    lines
      .filter(({ item, amount }) => item === null && (amount.low !== 0 || amount.high !== 0))
      .map(({ meter, amount }) => ({ name: meter, where: `${platform}, ${planTitle}`, amount })),
  )
  return [...parts, ...accounts]
}
