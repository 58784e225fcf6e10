import { priceInPlace, type StackMarket, whyUnpriced } from "../stack/price-project.ts"
import type { Combination } from "../stack/combination.ts"
import { expectedService } from "../stack/service-goals.ts"
import { addUsd, middleOf, timesUsd, type Usd } from "../usd.ts"
import { applyWhatIf, askedOffers, type PricedStack, type WhatIf } from "./what-if.ts"
import { possibleChanges } from "./possible-changes.ts"

/** A change that was priced. */
export interface PricedWhatIf {
  readonly text: string
  /** A sentence: what to change, and what is lost by it. */
  readonly title: string
  /** US dollars a month for the whole stack; undefined when it cannot be priced. */
  readonly total: Usd | undefined
  /** What it saves; negative when it costs more. */
  readonly saves: Usd | undefined
  /** Why it cannot be priced; empty when it is. */
  readonly reasons: readonly string[]
  /** Share of requests that wait for a start, before and after. */
  readonly coldShare: { readonly before: number; readonly after: number } | undefined
}

/** Savings of less than this, US dollars a month, are no advice. */
const worthSaying = 0.5

/** Changes that save money, the largest saving first, and those that people expect to save and that do not. */
export interface Advice {
  readonly savings: readonly PricedWhatIf[]
  readonly without: readonly PricedWhatIf[]
}

/** Prices every change that might save something. */
export function advise(beside: Beside): Advice {
  const { stack, current, market } = beside
  const priced = possibleChanges(stack, current, market.books).map((change) =>
    priceWhatIf(change, beside),
  )
  return {
    savings: priced
      .filter((change) => saved(change) >= worthSaying)
      .toSorted((a, b) => saved(b) - saved(a)),
    without: priced.filter((change) => change.total !== undefined && saved(change) < worthSaying),
  }
}

function saved({ saves }: PricedWhatIf): number {
  return saves === undefined ? 0 : middleOf(saves)
}

export interface Beside {
  readonly stack: PricedStack
  readonly current: Combination
  readonly market: StackMarket
}

/** Prices one change beside what is there now. */
export function priceWhatIf(
  change: WhatIf & { readonly title: string },
  { stack, current, market }: Beside,
): PricedWhatIf {
  const interruptible = change.interruptible ?? market.interruptible
  const asked = new Map([...market.asked, ...askedOffers(change, stack.project)])
  const changed = {
    stack: applyWhatIf(stack, change),
    market: { ...market, interruptible, asked },
  }
  const after = priceInPlace(changed.stack, changed.market)
  const { text, title } = change
  if (after === undefined) {
    const reasons = whyUnpriced(changed.stack, changed.market)
    return { text, title, total: undefined, saves: undefined, reasons, coldShare: undefined }
  }
  return {
    text,
    title,
    total: after.total,
    saves: addUsd(current.total, timesUsd(after.total, -1)),
    reasons: [],
    coldShare: {
      before: expectedService(current.candidates).coldShare,
      after: expectedService(after.candidates).coldShare,
    },
  }
}
