import * as z from "zod"
import { githubRepository } from "../_shared/github-repository.ts"

/** Id of this platform in the manifest. */
export const platformId = "railway"

/** Variable with the token of Railway's API, and where to make one. */
export const apiToken = {
  variable: "RAILWAY_API_TOKEN",
  url: "https://railway.com/account/tokens",
} as const

const seconds = () => z.int().min(0).max(3600)

/** The block `platforms.railway`, of the manifest or of one service or resource. */
export const railwayOptions = z.strictObject({
  workspace: z.string().min(1).optional().meta({
    description:
      "Name or id of the workspace that owns the project. Default: the only one of the token.",
  }),
  repository: githubRepository().optional().meta({
    description:
      "GitHub repository that Railway builds from, with the manifest in its root. Default: the source is uploaded.",
  }),
  branch: z.string().min(1).default("main").meta({
    description: "Branch that Railway builds. Only with `repository`.",
  }),
  regions: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({
      description:
        'Regions of services without "regions" of their own; data stores take the first. Default: the one of the workspace.',
      examples: [["us-west2"]],
    }),
  overlapSeconds: seconds().optional().meta({
    description: "How long the deployment before stays up beside a new one. Railway's default: 0.",
  }),
  drainingSeconds: seconds().optional().meta({
    description: "Time between SIGTERM and SIGKILL. Railway's default: 0.",
  }),
  legacyConfig: z.boolean().default(false).meta({
    description:
      "Writes a railway.json into each source folder instead of .railway/railway.ts. Railway stops reading it on 2026-12-01.",
  }),
})
export type RailwayOptions = z.output<typeof railwayOptions>
