import { hours, month, type ReferenceBill, used } from "../reference-bill.ts"

/** huggingface.co: by the minute, written as hours here. */
export const huggingface: readonly ReferenceBill[] = [
  {
    title: "a Docker Space on T4 small all month, which needs PRO",
    plan: "pro",
    items: [used({ offer: "spaces.t4-small", kind: "web", gpus: 1, billed: month })],
    lines: { PRO: "9 = 9", "Space T4 small": "730 * 0.4 = 292" },
    total: 301,
  },
  {
    title: "an endpoint on T4 that never sleeps",
    plan: "free",
    items: [used({ offer: "endpoints.aws.nvidia-t4.x1", gpus: 1, billed: month })],
    lines: { "Endpoint T4 x1, AWS": "730 * 0.5 = 365" },
    total: 365,
  },
  {
    title: "the vendor's advanced example: one replica, and two more for a quarter of each hour",
    plan: "free",
    items: [
      used({
        offer: "endpoints.aws.nvidia-t4.x1",
        gpus: 1,
        billed: hours(730 + 2 * 182.5),
        instances: 3,
      }),
    ],
    lines: { "Endpoint T4 x1, AWS": "0.5 * (730 * 1 + 182.5 * 2) = 547.5" },
    total: 547.5,
  },
  {
    title:
      "the vendor's basic example, a CPU endpoint of two vCPUs; the page multiplies by an older $0.064",
    plan: "free",
    items: [used({ offer: "endpoints.aws.intel-spr.x2", cpu: 2, memoryGiB: 4, billed: month })],
    lines: { "Endpoint CPU x2, AWS": "730 * 0.067 = 48.91" },
    total: 48.91,
  },
  {
    title: "a job on L40S of ten hours",
    plan: "free",
    items: [used({ offer: "jobs.l40sx1", kind: "job", gpus: 1, billed: hours(10) })],
    lines: { "Job L40S": "10 * 1.8 = 18" },
    total: 18,
  },
]
