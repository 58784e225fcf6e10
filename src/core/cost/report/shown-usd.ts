import type { Usd } from "../usd.ts"

/** `$12.34`, or `$12.34 to $15.00` where sources disagree; `-$5.00` for a saving. */
export function shownUsd({ low, high }: Usd): string {
  const [least, most] = low <= high ? [low, high] : [high, low]
  const [from, to] = [dollars(least), dollars(most)]
  return from === to ? from : `${from} to ${to}`
}

function dollars(amount: number): string {
  const cents = Math.round(amount * 100) / 100
  const text = Math.abs(cents).toLocaleString("en", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  return cents < 0 ? `-$${text}` : `$${text}`
}
