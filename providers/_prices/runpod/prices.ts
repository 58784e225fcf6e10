import { priceFinder, pricesFrom } from "../_shared/price-list.ts"

const serverless = "https://docs.runpod.io/serverless/pricing"
const differs = "The documentation (2026-08-20) and the price page (2026-09-28) differ."

export const runpodPrices = [
  ...pricesFrom({ source: serverless, confidence: "high" }, [
    {
      id: "serverless.flex.16gb",
      name: "Flex worker, 16 GB",
      unit: "worker second",
      usd: 0.00016,
      asOf: "2026-08-20",
    },
    {
      id: "serverless.flex.24gb",
      name: "Flex worker, 24 GB",
      unit: "worker second",
      usd: 0.00019,
      asOf: "2026-08-20",
    },
    {
      id: "serverless.flex.24gb-pro",
      name: "Flex worker, 24 GB PRO",
      unit: "worker second",
      usd: 0.00031,
      asOf: "2026-08-20",
    },
    {
      id: "network_volume",
      name: "Network volume",
      unit: "GB month",
      usd: 0.07,
      asOf: "2026-08-20",
    },
    {
      id: "network_volume.above-1tb",
      name: "Network volume above 1 TB",
      unit: "GB month",
      usd: 0.05,
      asOf: "2026-08-20",
    },
    {
      id: "container_disk",
      name: "Container disk",
      unit: "GB month",
      usd: 0.1,
      asOf: "2026-08-20",
    },
  ]),
  ...pricesFrom({ source: serverless, confidence: "medium" }, [
    {
      id: "serverless.flex.48gb",
      name: "Flex worker, 48 GB",
      unit: "worker second",
      usd: 0.00034,
      asOf: "2026-08-20",
    },
    {
      id: "serverless.flex.48gb-pro",
      name: "Flex worker, 48 GB PRO",
      unit: "worker second",
      usd: { low: 1.75 / 3600, high: 0.00053 },
      asOf: "2026-08-20",
      note: differs,
    },
    {
      id: "serverless.flex.a100",
      name: "Flex worker, A100",
      unit: "worker second",
      usd: { low: 2.72 / 3600, high: 0.00076 },
      asOf: "2026-08-20",
      note: differs,
    },
    {
      id: "serverless.flex.h100",
      name: "Flex worker, H100",
      unit: "worker second",
      usd: { low: 0.00116, high: 4.79 / 3600 },
      asOf: "2026-08-20",
      note: differs,
    },
    {
      id: "serverless.flex.96gb",
      name: "Flex worker, 96 GB",
      unit: "worker second",
      usd: 0.00111,
      asOf: "2026-08-20",
    },
    {
      id: "serverless.flex.h200",
      name: "Flex worker, H200",
      unit: "worker second",
      usd: { low: 0.00155, high: 5.93 / 3600 },
      asOf: "2026-08-20",
      note: differs,
    },
    {
      id: "serverless.flex.b200",
      name: "Flex worker, B200",
      unit: "worker second",
      usd: 0.0024,
      asOf: "2026-08-20",
    },
  ]),
  ...pricesFrom({ source: "https://www.runpod.io/pricing", confidence: "medium" }, [
    { id: "pod.4090", name: "Pod RTX 4090", unit: "GPU hour", usd: 0.74, asOf: "2026-09-28" },
    { id: "pod.5090", name: "Pod RTX 5090", unit: "GPU hour", usd: 0.99, asOf: "2026-09-28" },
    { id: "pod.l40s", name: "Pod L40S", unit: "GPU hour", usd: 1.09, asOf: "2026-09-28" },
    { id: "pod.a100-pcie", name: "Pod A100 PCIe", unit: "GPU hour", usd: 1.79, asOf: "2026-11-09" },
    { id: "pod.a100-sxm", name: "Pod A100 SXM", unit: "GPU hour", usd: 1.79, asOf: "2026-11-09" },
    { id: "pod.h100-pcie", name: "Pod H100 PCIe", unit: "GPU hour", usd: 2.89, asOf: "2026-11-09" },
    { id: "pod.h100-sxm", name: "Pod H100 SXM", unit: "GPU hour", usd: 3.99, asOf: "2026-11-09" },
    { id: "pod.h200", name: "Pod H200", unit: "GPU hour", usd: 4.59, asOf: "2026-10-07" },
    { id: "pod.b200", name: "Pod B200", unit: "GPU hour", usd: 6.79, asOf: "2026-10-07" },
    { id: "pod.b300", name: "Pod B300", unit: "GPU hour", usd: 7.89, asOf: "2026-10-07" },
    {
      id: "pod.community.4090",
      name: "Community RTX 4090",
      unit: "GPU hour",
      usd: 0.34,
      asOf: "2026-11-09",
    },
    {
      id: "pod.community.a100-pcie",
      name: "Community A100 PCIe",
      unit: "GPU hour",
      usd: 1.19,
      asOf: "2026-11-09",
    },
    {
      id: "pod.community.h100-sxm",
      name: "Community H100 SXM",
      unit: "GPU hour",
      usd: 2.69,
      asOf: "2026-11-09",
    },
  ]),
]

export const priceOf = priceFinder(runpodPrices)
