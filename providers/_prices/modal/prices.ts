import { priceFinder, pricesFrom } from "../_shared/price-list.ts"

const source = "https://modal.com/pricing"

/** The price of a GPU is on top of the processor and the memory of its container. */
export const modalPrices = [
  ...pricesFrom({ source, confidence: "high" }, [
    { id: "gpu.T4", name: "T4, 16 GB", unit: "GPU second", usd: 0.000164, asOf: "2026-09-27" },
    { id: "gpu.L4", name: "L4, 24 GB", unit: "GPU second", usd: 0.000222, asOf: "2026-09-19" },
    { id: "gpu.A10", name: "A10, 24 GB", unit: "GPU second", usd: 0.000306, asOf: "2026-09-19" },
    { id: "gpu.L40S", name: "L40S, 48 GB", unit: "GPU second", usd: 0.000542, asOf: "2026-09-28" },
    {
      id: "gpu.A100-40GB",
      name: "A100, 40 GB",
      unit: "GPU second",
      usd: 0.000583,
      asOf: "2026-09-19",
    },
    {
      id: "gpu.A100-80GB",
      name: "A100, 80 GB",
      unit: "GPU second",
      usd: 0.000694,
      asOf: "2026-09-28",
    },
    {
      id: "gpu.RTX-PRO-6000",
      name: "RTX PRO 6000, 96 GB",
      unit: "GPU second",
      usd: 0.000842,
      asOf: "2026-09-19",
    },
    { id: "gpu.H100", name: "H100, 80 GB", unit: "GPU second", usd: 0.001097, asOf: "2026-09-28" },
    { id: "gpu.H200", name: "H200, 141 GB", unit: "GPU second", usd: 0.001261, asOf: "2026-09-28" },
    { id: "cpu", name: "Processor", unit: "core second", usd: 0.0000131, asOf: "2026-10-09" },
    { id: "memory", name: "Memory", unit: "GiB second", usd: 0.00000222, asOf: "2026-10-09" },
    { id: "plan.starter", name: "Starter", unit: "month", usd: 0, asOf: "2026-10-09" },
  ]),
  ...pricesFrom({ source, confidence: "medium" }, [
    { id: "gpu.B200", name: "B200, 192 GB", unit: "GPU second", usd: 0.001736, asOf: "2026-07-01" },
    { id: "volume", name: "Volumes", unit: "GiB month", usd: 0.09, asOf: "2026-07-01" },
    { id: "plan.team", name: "Team", unit: "month", usd: 250, asOf: "2026-07-01" },
  ]),
  ...pricesFrom({ source, confidence: "low" }, [
    {
      id: "egress",
      name: "Egress",
      unit: "GiB",
      usd: { low: 0, high: 0.04 },
      asOf: "2026-10-09",
      note: "One read of the price page has it; older pages say that egress is not billed.",
    },
  ]),
]

export const priceOf = priceFinder(modalPrices)

/** On the price of everything that runs, by how exactly the region is chosen. */
export const regionFactors = { broad: 1.5, narrow: 1.75 } as const
