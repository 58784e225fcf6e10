import * as z from "zod"

/**
 * Bodies of requests as Render's OpenAPI document of August 2026 describes them, with unknown fields refused: a
 * misspelt one is to be found in a rehearsal.
 */
const yesNo = z.enum(["yes", "no"])
const regions = z.enum(["frankfurt", "oregon", "ohio", "singapore", "virginia"])
const runtimes = z.enum(["docker", "elixir", "go", "node", "python", "ruby", "rust", "image"])
const plans = ["starter", "standard", "pro", "pro_plus", "pro_max", "pro_ultra"] as const
const paidPlan = z.enum(plans)
const webPlan = z.enum([...plans, "starter_plus", "standard_plus", "free", "custom"])

const criterion = z.strictObject({ enabled: z.boolean(), percentage: z.int() })
export const autoscaling = z.strictObject({
  enabled: z.boolean(),
  min: z.int().min(1),
  max: z.int().min(1),
  criteria: z.strictObject({ cpu: criterion, memory: criterion }),
})

const newDisk = z.strictObject({
  name: z.string(),
  mountPath: z.string(),
  sizeGB: z.int().min(1).default(10),
})
export const addedDisk = newDisk.extend({ serviceId: z.string(), sizeGB: z.int().min(1) })
export const changedDisk = newDisk.partial()

export const variables = z.array(z.strictObject({ key: z.string().min(1), value: z.string() }))

const image = z.strictObject({
  ownerId: z.string(),
  imagePath: z.string().min(1),
  registryCredentialId: z.string().optional(),
})

const environment = z.strictObject({
  dockerCommand: z.string().optional(),
  dockerContext: z.string().optional(),
  dockerfilePath: z.string().optional(),
  registryCredentialId: z.string().optional(),
  preDeployCommand: z.string().optional(),
  buildCommand: z.string().optional(),
  startCommand: z.string().optional(),
})

const site = z.strictObject({
  buildCommand: z.string().optional(),
  publishPath: z.string().optional(),
})

const changedProcess = z.strictObject({
  runtime: runtimes.optional(),
  envSpecificDetails: environment.optional(),
  plan: paidPlan.optional(),
  preDeployCommand: z.string().optional(),
  maxShutdownDelaySeconds: z.int().min(1).max(300).optional(),
})
const changedWeb = changedProcess.extend({
  plan: webPlan.optional(),
  healthCheckPath: z.string().optional(),
})
const changedCron = changedProcess
  .omit({ preDeployCommand: true, maxShutdownDelaySeconds: true })
  .extend({ schedule: z.string().optional() })

const onlyNew = {
  runtime: runtimes,
  region: regions.optional(),
}
const lasting = {
  ...onlyNew,
  autoscaling: autoscaling.optional(),
  disk: newDisk.optional(),
  numInstances: z.int().min(1).optional(),
}

const shared = {
  name: z.string().min(1),
  ownerId: z.string(),
  environmentId: z.string().optional(),
  repo: z.string().optional(),
  branch: z.string().optional(),
  image: image.optional(),
  rootDir: z.string().optional(),
  autoDeploy: yesNo.default("yes"),
  envVars: variables.default([]),
}
const made = <Type extends string, Details extends z.ZodType>(type: Type, details: Details) =>
  z.strictObject({ ...shared, type: z.literal(type), serviceDetails: details })

export const newService = z.discriminatedUnion("type", [
  made("web_service", changedWeb.extend(lasting)),
  made("private_service", changedProcess.extend(lasting)),
  made("background_worker", changedProcess.extend(lasting)),
  made("cron_job", changedCron.extend({ ...onlyNew, schedule: z.string() })),
  made("static_site", site),
])
export type NewService = z.output<typeof newService>

const changed = {
  name: z.string().min(1).optional(),
  autoDeploy: yesNo.optional(),
  repo: z.string().optional(),
  branch: z.string().optional(),
  image: image.optional(),
  rootDir: z.string().optional(),
}
export const changedService = (type: string) =>
  z.strictObject({ ...changed, serviceDetails: changedDetails(type).optional() })

function changedDetails(type: string) {
  switch (type) {
    case "web_service":
      return changedWeb
    case "cron_job":
      return changedCron
    case "static_site":
      return site
    default:
      return changedProcess
  }
}

export const newDeploy = z.strictObject({
  commitId: z.string().optional(),
  imageUrl: z.string().optional(),
  clearCache: z.enum(["clear", "do_not_clear"]).optional(),
  deployMode: z.enum(["deploy_only", "build_and_deploy"]).optional(),
})

export const newDomain = z.strictObject({ name: z.string().regex(/^[^.]+(\.[^.]+)+$/) })

export const scale = z.strictObject({ numInstances: z.int().min(1) })

const namedEnvironment = z.strictObject({ name: z.string().min(1) })
export const newProject = z.strictObject({
  name: z.string().min(1),
  ownerId: z.string(),
  environments: z.array(namedEnvironment),
})
export const movedResources = z.strictObject({ resourceIds: z.array(z.string()).min(1) })
export const newEnvironment = namedEnvironment.extend({ projectId: z.string() })

const networks = z.array(z.strictObject({ cidrBlock: z.string(), description: z.string() }))
const storePlace = {
  ownerId: z.string(),
  environmentId: z.string().optional(),
  region: regions.default("oregon"),
}
const keyValuePlan = z.enum(["free", "starter", "standard", "pro", "pro_plus", "custom"])
const changedKeyValue = z.strictObject({
  name: z.string().min(1).optional(),
  plan: keyValuePlan.optional(),
  ipAllowList: networks.optional(),
})
const postgresPlan = z
  .string()
  .regex(/^(free|custom|basic_(256mb|1gb|4gb)|(pro|accelerated)_\d+gb)$/)
const changedPostgres = changedKeyValue.extend({ plan: postgresPlan.optional() })

/** A Key Value and a database differ in their plans, and in the version that a database has to name. */
export const newStore = {
  key_value: changedKeyValue.extend({ name: z.string().min(1), plan: keyValuePlan, ...storePlace }),
  postgres: changedPostgres.extend({
    name: z.string().min(1),
    plan: postgresPlan,
    version: z.enum(["11", "12", "13", "14", "15", "16", "17", "18"]),
    ...storePlace,
  }),
} as const
export const changedStore = { key_value: changedKeyValue, postgres: changedPostgres } as const
