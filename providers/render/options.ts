import { pattern } from "aidep/provider"
import * as z from "zod"
import { githubRepository } from "../_shared/github-repository.ts"

/** Id of this platform in the manifest. */
export const platformId = "render"

/** Variable with the key of Render's API, and where to make one. */
export const apiKey = {
  variable: "RENDER_API_KEY",
  url: "https://dashboard.render.com/u/settings#api-keys",
} as const

/** Plans of services that run, as a Blueprint spells them, from the least. */
const computePlans = [
  "free",
  "starter",
  "standard",
  "pro",
  "pro plus",
  "pro max",
  "pro ultra",
] as const
export type ComputePlan = (typeof computePlans)[number]

const keyValuePlans = ["free", "starter", "standard", "pro", "pro plus"] as const

/** Without the largest ones, which are bought by contract more than by a file. */
const postgresPlans = [
  "free",
  "basic-256mb",
  "basic-1gb",
  "basic-4gb",
  "pro-4gb",
  "pro-8gb",
  "pro-16gb",
  "pro-32gb",
  "pro-64gb",
  "accelerated-16gb",
  "accelerated-32gb",
  "accelerated-64gb",
] as const

const network = () =>
  pattern({
    regex:
      /^(?:\d{1,3}(?:\.\d{1,3}){3}\/(?:[12]?\d|3[0-2])|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}\/(?:\d{1,2}|1[01]\d|12[0-8]))$/i,
    name: "a network",
    expected: "an address and the length of its prefix, such as 203.0.113.0/24",
    examples: ["203.0.113.0/24"],
  })

const percent = () => z.int().min(1).max(90)

/** The block `platforms.render`, of the manifest or of one service or resource. */
export const renderOptions = z.strictObject({
  workspace: z.string().min(1).optional().meta({
    description: "Name or id of the workspace on Render. Default: the only one of the API key.",
  }),
  region: z
    .string()
    .min(1)
    .default("oregon")
    .meta({
      description: 'Region of data stores, and of services without "regions" of their own.',
      examples: ["oregon", "frankfurt"],
    }),
  plan: z.enum(computePlans).optional().meta({
    description: "Plan of services. Default: the least one that has the size.",
  }),
  builder: z.enum(["docker", "native"]).default("docker").meta({
    description:
      "docker: the source folder's Dockerfile, or the one that aidep writes. native: Render's own Node or Python.",
  }),
  repository: githubRepository().optional().meta({
    description:
      "GitHub repository that Render builds, with the manifest in its root. Default: the one with render.yaml.",
  }),
  branch: z.string().min(1).optional().meta({
    description: "Branch that Render builds. Default: the branch of the Blueprint.",
  }),
  registryCredential: z.string().min(1).optional().meta({
    description: "Name of the registry credential on Render, for images that are not public.",
  }),
  targetCPUPercent: percent().default(70).meta({
    description: 'CPU load at which instances are added, where "scale.max" allows more.',
  }),
  targetMemoryPercent: percent().optional().meta({
    description: "Memory load at which instances are added too.",
  }),
  maxShutdownDelaySeconds: z.int().min(1).max(300).optional().meta({
    description: "Time between SIGTERM and SIGKILL. Render's default: 30.",
  }),
  keyValuePlan: z.enum(keyValuePlans).default("starter").meta({
    description: "Plan of Key Value, which is Render's Redis.",
  }),
  postgresPlan: z.enum(postgresPlans).default("basic-256mb").meta({
    description: "Plan of Postgres.",
  }),
  ipAllowList: z
    .array(network())
    .default([])
    .meta({
      description: "Networks from which data stores can be reached. Default: from Render only.",
      examples: [["203.0.113.0/24"]],
    }),
})
export type RenderOptions = z.output<typeof renderOptions>
