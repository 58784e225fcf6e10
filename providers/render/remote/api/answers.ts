import * as z from "zod"

/**
 * What aidep reads of the API's answers. Fields that the API leaves out, or answers with null or an empty text, mean
 * that nothing is set: it does each of them.
 * Source: https://api-docs.render.com/reference (2026-08), and the recorded answers in the tests of Render's own
 * Terraform provider (2026-07).
 */
const text = z.string().nullish()

export const project = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.object({ id: z.string() }),
  environmentIds: z.array(z.string()).nullish(),
})
export type ProjectAnswer = z.output<typeof project>

export const environment = z.object({ id: z.string(), name: z.string(), projectId: z.string() })
export type EnvironmentAnswer = z.output<typeof environment>

export const owner = z.object({ id: z.string(), name: z.string() })

const disk = z.object({
  id: z.string(),
  name: z.string(),
  sizeGB: z.number(),
  mountPath: z.string(),
})

const criterion = z.object({ enabled: z.boolean(), percentage: z.number() })
const autoscaling = z.object({
  enabled: z.boolean(),
  min: z.number(),
  max: z.number(),
  criteria: z.object({ cpu: criterion, memory: criterion }),
})

const named = z.object({ name: z.string() }).nullish()

const environmentDetails = z.object({
  dockerCommand: text,
  dockerContext: text,
  dockerfilePath: text,
  buildCommand: text,
  startCommand: text,
  preDeployCommand: text,
  registryCredential: named,
})

const serviceDetails = z.object({
  runtime: text,
  plan: text,
  region: text,
  url: text,
  envSpecificDetails: environmentDetails.nullish(),
  buildCommand: text,
  publishPath: text,
  preDeployCommand: text,
  schedule: text,
  healthCheckPath: text,
  maxShutdownDelaySeconds: z.number().nullish(),
  numInstances: z.number().nullish(),
  autoscaling: autoscaling.nullish(),
  disk: disk.nullish(),
})

export const service = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  ownerId: z.string(),
  environmentId: text,
  autoDeploy: z.string(),
  repo: text,
  branch: text,
  rootDir: text,
  imagePath: text,
  registryCredential: named,
  suspended: z.string(),
  serviceDetails,
})
export type ServiceAnswer = z.output<typeof service>

export const deploy = z.object({
  id: z.string(),
  status: z.string(),
  commit: z.object({ id: text }).nullish(),
  image: z.object({ ref: text }).nullish(),
})
export type DeployAnswer = z.output<typeof deploy>

export const deployPage = z.array(z.object({ deploy }))

export const variable = z.object({ key: z.string(), value: z.string() })

export const store = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  plan: z.string(),
  region: z.string(),
  environmentId: text,
  ipAllowList: z.array(z.object({ cidrBlock: z.string() })).nullish(),
})
export type StoreAnswer = z.output<typeof store>

export const connection = z.object({
  internalConnectionString: z.string(),
  externalConnectionString: z.string(),
})

export const logPage = z.object({
  logs: z.array(z.object({ id: z.string(), message: z.string(), timestamp: z.string() })),
})
