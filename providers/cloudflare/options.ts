import * as z from "zod"
import { workerEntry } from "../_shared/worker-entry.ts"

/** Id of this platform in the manifest. */
export const platformId = "cloudflare"

/** Where the driver finds its credential, and where people make one. */
export const apiToken = {
  variable: "CLOUDFLARE_API_TOKEN",
  url: "https://dash.cloudflare.com/profile/api-tokens",
} as const

/** Plans of a zone, from the least. */
export const zonePlans = ["free", "pro", "business", "enterprise"] as const
export type ZonePlan = (typeof zonePlans)[number]

const placement = z.union([
  z.enum(["off", "smart"]),
  z.strictObject({ region: z.string().min(1) }),
  z.strictObject({ host: z.string().min(1) }),
])

/** The block `platforms.cloudflare`, of the manifest or of one service. */
export const options = z.strictObject({
  accountId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "32 hexadecimal characters, as the dashboard shows them")
    .optional()
    .meta({ description: "Account of the Workers. Default: CLOUDFLARE_ACCOUNT_ID." }),
  zone: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, "a domain, in lower case")
    .optional()
    .meta({
      description: "Zone that holds the edge's domain. Default: the last two labels of the domain.",
      examples: ["example.com"],
    }),
  zonePlan: z.enum(zonePlans).default("free").meta({
    description: "Plan of the zone: it decides which rate limits and cache times are possible.",
  }),
  ...workerEntry,
  cpuMs: z
    .int()
    .min(1)
    .max(300_000)
    .optional()
    .meta({ description: "CPU time of one call, in milliseconds. Workers Paid only." }),
  placement: placement.default("off").meta({
    description: "Where Workers run: off (near the caller), smart, or near a cloud region or host.",
    examples: ["smart", { region: "aws:us-east-1" }],
  }),
  observability: z
    .boolean()
    .default(true)
    .meta({ description: "Keeps the Workers' logs on Cloudflare." }),
  workersCache: z.boolean().default(false).meta({
    description: "Keeps a Worker's answers for as long as their Cache-Control header says.",
  }),
  notFound: z
    .enum(["none", "404-page", "single-page-application"])
    .default("none")
    .meta({ description: "What a static site answers for a path without a file." }),
  bucketLocation: z
    .enum(["apac", "eeur", "enam", "oc", "weur", "wnam"])
    .optional()
    .meta({ description: "Part of the world in which R2 buckets are made." }),
})
export type Options = z.output<typeof options>
