import { priceFinder, pricesFrom } from "../_shared/price-list.ts"

/** Resources are billed as measured, not as allowed. */
export const railwayPrices = [
  ...pricesFrom({ source: "https://docs.railway.com/pricing/plans", confidence: "high" }, [
    { id: "plan.free", name: "Free", unit: "month", usd: 0, asOf: "2026-08-07" },
    { id: "plan.hobby", name: "Hobby", unit: "month", usd: 5, asOf: "2026-10-09" },
    {
      id: "plan.pro",
      name: "Pro",
      unit: "month",
      usd: 20,
      asOf: "2026-10-09",
      note: "For a workspace; a file of July 2026 says for a seat and is older.",
    },
    { id: "cpu", name: "Processor", unit: "vCPU month", usd: 20, asOf: "2026-10-09" },
    { id: "ram", name: "Memory", unit: "GB month", usd: 10, asOf: "2026-10-09" },
    { id: "egress", name: "Egress", unit: "GB", usd: 0.05, asOf: "2026-10-09" },
    { id: "volume", name: "Volumes", unit: "GB month", usd: 0.15, asOf: "2026-10-09" },
  ]),
  ...pricesFrom(
    { source: "https://docs.railway.com/storage-buckets/billing", confidence: "high" },
    [{ id: "bucket", name: "Buckets", unit: "GB month", usd: 0.015, asOf: "2026-08-21" }],
  ),
]

export const priceOf = priceFinder(railwayPrices)
