import * as z from "zod"

/** Id of this platform in the manifest. */
export const platformId = "fly"

/** Variable with the token of Fly's API, and where to make one. */
export const apiToken = {
  variable: "FLY_API_TOKEN",
  url: "https://fly.io/dashboard/personal/tokens",
} as const

/** Deploy strategies of flyctl. https://fly.io/docs/reference/configuration/#picking-a-deployment-strategy */
export const strategies = ["rolling", "bluegreen", "canary", "immediate"] as const
export type Strategy = (typeof strategies)[number]

/** The block `platforms.fly`. */
export const flyOptions = z.strictObject({
  organization: z
    .string()
    .min(1)
    .optional()
    .describe("Organisation that owns the apps; without it the personal one."),
  regions: z
    .array(z.string().min(1))
    .min(1)
    .default(["iad"])
    .describe(
      'Where services without "regions" of their own run; the first is the primary region.',
    ),
  strategy: z
    .enum(strategies)
    .optional()
    .describe('How Machines are replaced; without it, it follows "rollout".'),
  cpuKind: z
    .enum(["shared", "performance"])
    .optional()
    .describe("Kind of CPU; without it shared where the size is offered so, else performance."),
  autoStop: z
    .enum(["stop", "suspend"])
    .default("stop")
    .describe("What Fly Proxy does with Machines that are not needed."),
})
export type FlyOptions = z.output<typeof flyOptions>
