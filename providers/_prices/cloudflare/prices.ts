import { priceFinder, pricesFrom } from "../_shared/price-list.ts"

const docs = "https://developers.cloudflare.com"

export const cloudflarePrices = [
  ...pricesFrom({ source: `${docs}/workers/platform/pricing/`, confidence: "high" }, [
    { id: "workers.free", name: "Workers Free", unit: "month", usd: 0, asOf: "2026-08-03" },
    { id: "workers.paid", name: "Workers Paid", unit: "month", usd: 5, asOf: "2026-08-03" },
    {
      id: "workers.requests",
      name: "Worker requests",
      unit: "million requests",
      usd: 0.3,
      asOf: "2026-08-03",
    },
    {
      id: "workers.cpu",
      name: "Worker processor time",
      unit: "million CPU ms",
      usd: 0.02,
      asOf: "2026-08-03",
      note: "Waiting for an answer from elsewhere is not billed.",
    },
  ]),
  ...pricesFrom({ source: `${docs}/containers/pricing/`, confidence: "high" }, [
    {
      id: "containers.cpu",
      name: "Container processor",
      unit: "vCPU second",
      usd: 0.00002,
      asOf: "2026-10-09",
      note: "While it works; memory and disk while the container is awake.",
    },
    {
      id: "containers.mem",
      name: "Container memory",
      unit: "GiB second",
      usd: 0.0000025,
      asOf: "2026-10-09",
    },
    {
      id: "containers.disk",
      name: "Container disk",
      unit: "GB second",
      usd: 0.00000007,
      asOf: "2026-10-09",
    },
    {
      id: "containers.egress.na_eu",
      name: "Container egress, North America and Europe",
      unit: "GB",
      usd: 0.025,
      asOf: "2026-08-03",
    },
  ]),
  ...pricesFrom({ source: `${docs}/r2/pricing/`, confidence: "high" }, [
    { id: "r2.storage", name: "R2 storage", unit: "GB month", usd: 0.015, asOf: "2026-08-03" },
    { id: "r2.a", name: "R2 class A", unit: "million operations", usd: 4.5, asOf: "2026-08-03" },
    { id: "r2.b", name: "R2 class B", unit: "million operations", usd: 0.36, asOf: "2026-08-03" },
    { id: "r2.egress", name: "R2 egress", unit: "GB", usd: 0, asOf: "2026-08-03" },
  ]),
  ...pricesFrom({ source: `${docs}/durable-objects/platform/pricing/`, confidence: "medium" }, [
    {
      id: "do.requests",
      name: "Durable Object requests",
      unit: "million requests",
      usd: 0.15,
      asOf: undefined,
    },
    {
      id: "do.duration",
      name: "Durable Object duration",
      unit: "million GB seconds",
      usd: 12.5,
      asOf: undefined,
    },
  ]),
  ...pricesFrom({ source: "https://www.cloudflare.com/plans/", confidence: "medium" }, [
    { id: "zone.pro", name: "Zone Pro", unit: "zone month", usd: 25, asOf: "2026-10-07" },
    {
      id: "zone.business",
      name: "Zone Business",
      unit: "zone month",
      usd: 250,
      asOf: "2026-10-07",
    },
  ]),
  ...pricesFrom({ source: `${docs}/waf/rate-limiting-rules/`, confidence: "low" }, [
    { id: "rate_limit.free", name: "Zone Free", unit: "zone month", usd: 0, asOf: undefined },
  ]),
  ...pricesFrom({ source: `${docs}/workers-ai/platform/pricing/`, confidence: "medium" }, [
    { id: "workers_ai", name: "Workers AI", unit: "1000 neurons", usd: 0.011, asOf: undefined },
  ]),
  ...pricesFrom({ source: `${docs}/workers-ai/platform/pricing/`, confidence: "low" }, [
    {
      id: "workers_ai.llama-3.2-1b-instruct.in",
      name: "llama-3.2-1b-instruct, input",
      unit: "million tokens",
      usd: 0.027,
      asOf: undefined,
    },
    {
      id: "workers_ai.llama-3.2-1b-instruct.out",
      name: "llama-3.2-1b-instruct, output",
      unit: "million tokens",
      usd: 0.201,
      asOf: undefined,
    },
    {
      id: "workers_ai.llama-3.1-8b-instruct-fp8-fast.in",
      name: "llama-3.1-8b-instruct-fp8-fast, input",
      unit: "million tokens",
      usd: 0.045,
      asOf: undefined,
    },
    {
      id: "workers_ai.llama-3.1-8b-instruct-fp8-fast.out",
      name: "llama-3.1-8b-instruct-fp8-fast, output",
      unit: "million tokens",
      usd: 0.384,
      asOf: undefined,
    },
    {
      id: "workers_ai.llama-3.3-70b-instruct-fp8-fast.in",
      name: "llama-3.3-70b-instruct-fp8-fast, input",
      unit: "million tokens",
      usd: 0.293,
      asOf: undefined,
    },
    {
      id: "workers_ai.llama-3.3-70b-instruct-fp8-fast.out",
      name: "llama-3.3-70b-instruct-fp8-fast, output",
      unit: "million tokens",
      usd: 2.253,
      asOf: undefined,
    },
  ]),
]

export const priceOf = priceFinder(cloudflarePrices)
