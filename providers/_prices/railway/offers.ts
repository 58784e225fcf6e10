import type { Offer } from "aidep/provider"
import { openFor, perRun } from "../_shared/sizes.ts"

const size = { cpu: { min: 0, max: 1000 }, memoryGiB: { min: 0, max: 1024 } } as const

export const railwayOffers: readonly Offer[] = [
  {
    id: "service",
    title: "Service",
    serves: ["web", "worker", "inference", "static", "redis", "postgres", "mongodb", "qdrant"],
    ...size,
    scaling: { type: "always" },
  },
  {
    id: "service.serverless",
    title: "Service that sleeps",
    serves: ["web", "inference"],
    ...size,
    // https://docs.railway.com/reference/app-sleeping, read 2026-08-07.
    scaling: openFor({ default: 600, min: 600, max: 600 }, { coldStartSeconds: 2 }),
    terms:
      "Sleeps after 10 minutes without outgoing traffic: a connection pool or telemetry keeps it awake.",
  },
  {
    id: "service.cron",
    title: "Service on a schedule",
    serves: ["job"],
    ...size,
    scaling: perRun(0),
  },
  {
    id: "bucket",
    title: "Bucket",
    serves: ["bucket"],
    cpu: { min: 0, max: 0 },
    memoryGiB: { min: 0, max: 0 },
    scaling: { type: "always" },
    plans: ["hobby", "pro"],
  },
]
