import { priceFinder, pricesFrom } from "../_shared/price-list.ts"

const run = "https://cloud.google.com/run/pricing"

/** us-central1. */
export const gcpPrices = [
  ...pricesFrom({ source: run, confidence: "high" }, [
    {
      id: "run.gpu.l4",
      name: "Cloud Run L4",
      unit: "GPU second",
      usd: 0.0001867,
      asOf: "2026-08-01",
    },
    {
      id: "run.gpu.l4.zonal",
      name: "Cloud Run L4, two zones",
      unit: "GPU second",
      usd: 0.0002909,
      asOf: "2026-08-01",
    },
    {
      id: "run.inst.cpu",
      name: "Instance processor",
      unit: "vCPU second",
      usd: 0.000018,
      asOf: "2026-10-09",
    },
    {
      id: "run.inst.mem",
      name: "Instance memory",
      unit: "GiB second",
      usd: 0.000002,
      asOf: "2026-10-09",
    },
  ]),
  ...pricesFrom({ source: run, confidence: "medium" }, [
    {
      id: "run.req.cpu",
      name: "Processor during requests",
      unit: "vCPU second",
      usd: 0.000024,
      asOf: "2026-10-09",
    },
    {
      id: "run.req.mem",
      name: "Memory during requests",
      unit: "GiB second",
      usd: 0.0000025,
      asOf: "2026-10-09",
    },
  ]),
  ...pricesFrom({ source: run, confidence: "unverified" }, [
    {
      id: "run.requests",
      name: "Cloud Run requests",
      unit: "million requests",
      usd: 0.4,
      asOf: undefined,
    },
  ]),
  ...pricesFrom(
    { source: "https://cloud.google.com/kubernetes-engine/pricing", confidence: "unverified" },
    [{ id: "gke.fee", name: "GKE cluster", unit: "cluster hour", usd: 0.1, asOf: undefined }],
  ),
  ...pricesFrom(
    { source: "https://cloud.google.com/compute/gpus-pricing", confidence: "unverified" },
    [
      {
        id: "gce.g2-standard-4",
        name: "g2-standard-4",
        unit: "instance hour",
        usd: 0.7068,
        asOf: undefined,
      },
    ],
  ),
]

export const priceOf = priceFinder(gcpPrices)
