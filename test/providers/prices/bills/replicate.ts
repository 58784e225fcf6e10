import { hours, type ReferenceBill, used } from "../reference-bill.ts"

/** replicate.com/pricing. */
export const replicate: readonly ReferenceBill[] = [
  {
    title: "a public model on T4: 100,000 predictions of 2.2 seconds",
    plan: "pay-as-you-go",
    items: [used({ offer: "public.gpu-t4", gpus: 1, billed: 220_000, requests: 100_000 })],
    lines: { T4: "100000 * 2.2 * 0.000225 = 49.5" },
    total: 49.5,
  },
  {
    title: "a deployment on A100 that is open for an hour on each of 30 days",
    plan: "pay-as-you-go",
    items: [used({ offer: "deployment.gpu-a100-large", gpus: 1, billed: hours(30) })],
    lines: { "A100, 80 GB": "108000 * 0.0014 = 151.2" },
    total: 151.2,
  },
  {
    title: "a public model without GPU for a day",
    plan: "pay-as-you-go",
    items: [used({ offer: "public.cpu", billed: hours(24) })],
    lines: { CPU: "86400 * 0.0001 = 8.64" },
    total: 8.64,
  },
]
