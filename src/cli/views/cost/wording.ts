import type {
  CostReport,
  ReportedOption,
  ReportedStack,
} from "../../../core/cost/report/cost-report.ts"
import type { Usd } from "../../../core/cost/usd.ts"
import { shownUsd } from "../../../core/cost/report/shown-usd.ts"

/** `12,345`. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en")
}

/** A price with all its digits: `$0.000164`, or a range. */
export function exactUsd({ low, high }: Usd): string {
  const [from, to] = [low, high].map((value) => `$${decimals.format(value)}`)
  return low === high ? `${from}` : `${from} to ${to}`
}

const decimals = new Intl.NumberFormat("en", { maximumSignificantDigits: 8, useGrouping: false })

/** A quantity of a bill: `1,287,369`, or `0.4` where it is small. */
export function quantity(value: number): string {
  return Math.abs(value) >= 100 ? count(value) : String(Number(value.toPrecision(3)))
}

/** `97 %`. */
export function percent(share: number): string {
  const value = share * 100
  return value > 0 && value < 1 ? "< 1 %" : `${Math.round(value)} %`
}

export function seconds(value: number | null): string {
  if (value === null) return ""
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${Number(value.toPrecision(2))} s`
}

/** `12.5 h` of seconds, or `740 s` where it is less than an hour. */
export function hours(value: number): string {
  return value < 3600 ? `${count(value)} s` : `${Number((value / 3600).toPrecision(3))} h`
}

/** `railway, Service` or `modal, Function on T4`. */
export function whereText({ platform, offerTitle }: ReportedStack["placements"][number]): string {
  return `${platform}, ${offerTitle}`
}

/** `$65.29 ± $0.72`. */
export function totalText({ total, plusMinus }: ReportedStack): string {
  const sum = shownUsd(total)
  return plusMinus < 0.005 ? sum : `${sum} ± ${shownUsd({ low: plusMinus, high: plusMinus })}`
}

/** How a range of prices is to be taken: `2026-05-07, medium`. */
export function trustText({ oldestPrice, leastConfidence }: ReportedOption): string {
  return `${oldestPrice ?? "undated"}, ${leastConfidence}`
}

/** `10,000 requests a month, 40 % of them from a cache, in 33 % of the day`. */
export function workloadText({ workload }: CostReport): string {
  const { requests, cacheHits, activeShare } = workload
  return [
    `${count(requests)} requests a month`,
    ...(cacheHits > 0 ? [`${percent(cacheHits)} of them answered by a cache`] : []),
    ...(activeShare < 1 ? [`in ${percent(activeShare)} of the day`] : []),
  ].join(", ")
}

/** `2 parts priced, 1 free, 0 not priced`. */
export function countsText({ counts: { priced, free, notPriced } }: CostReport): string {
  return `${priced} ${priced === 1 ? "part" : "parts"} priced, ${free} free, ${notPriced} not priced`
}

/** Where the parts that cost something are, and which cost nothing. */
export function paidPlacesText({ placements }: ReportedStack): string {
  const paid = placements.filter(({ amount }) => Math.max(amount.low, amount.high) >= 0.005)
  const free = placements.filter((placement) => !paid.includes(placement))
  return [
    ...paid.map((placement) => `${placement.item}: ${whereText(placement)}`),
    ...(free.length === 0
      ? []
      : [`free: ${free.map(({ item, platform }) => `${item} on ${platform}`).join(", ")}`]),
  ].join("; ")
}
