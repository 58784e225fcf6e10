import * as z from "zod"
import { customDomain, customDomainFields } from "./domain-documents.ts"
import { named, nodes } from "./parts.ts"
import type { Document } from "./railway-api.ts"

const id = z.object({ id: z.string() })

const project = z.object({
  id: z.string(),
  name: z.string(),
  workspaceId: z.string().nullable(),
  environments: nodes(named),
})
export type ProjectAnswer = z.output<typeof project>

/** The token's workspaces, and all projects with their environments. */
export const placesDocument = {
  name: "places",
  text: `query places {
  apiToken { workspaces { id name } }
  projects(first: 500) {
    edges { node { id name workspaceId environments(first: 100) { edges { node { id name } } } } }
  }
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({
    apiToken: z.object({ workspaces: z.array(named) }),
    projects: nodes(project),
  }),
} satisfies Document<unknown>

/** What a token of a single environment is for; asked with a header of its own. */
export const projectTokenDocument = {
  name: "projectToken",
  text: `query projectToken { projectToken { project { name } environment { name } } }`,
  effect: "read",
  idempotent: true,
  answer: z.object({
    projectToken: z.object({
      project: z.object({ name: z.string() }),
      environment: z.object({ name: z.string() }),
    }),
  }),
} satisfies Document<unknown>

const deployment = z.object({
  id: z.string(),
  status: z.string(),
  /** Data of many forms; of interest is `commitHash`. */
  meta: z.unknown(),
})
export type DeploymentAnswer = z.output<typeof deployment>

const domains = z.object({
  serviceDomains: z.array(z.object({ id: z.string(), domain: z.string() })),
  customDomains: z.array(customDomain),
})

const instanceFields = `serviceId serviceName
  latestDeployment { id status meta }
  domains { serviceDomains { id domain } customDomains { ${customDomainFields} } }`
const instance = z.object({
  serviceId: z.string(),
  serviceName: z.string(),
  latestDeployment: deployment.nullable(),
  domains,
})
export type InstanceAnswer = z.output<typeof instance>

const volume = z.object({
  volumeId: z.string(),
  serviceId: z.string().nullable(),
  mountPath: z.string(),
  volume: z.object({ name: z.string() }),
})
export type VolumeAnswer = z.output<typeof volume>

const number = z.number().nullish()
const text = z.string().nullish()

/**
 * The configuration of a service in an environment, whose form the schema leaves open. Source: `ServiceConfig` of the
 * package `railway` 3.11.0, which declares all fields as optional and nullable.
 */
const serviceConfig = z.object({
  source: z.object({ image: text, repo: text, rootDirectory: text }).nullish(),
  build: z.object({ dockerfilePath: text }).nullish(),
  deploy: z
    .object({
      startCommand: text,
      preDeployCommand: z.array(z.string()).nullish(),
      numReplicas: number,
      multiRegionConfig: z
        .record(z.string(), z.object({ numReplicas: number }).nullable())
        .nullish(),
      healthcheckPath: text,
      healthcheckTimeout: number,
      sleepApplication: z.boolean().nullish(),
      restartPolicyType: text,
      cronSchedule: text,
      limitOverride: z
        .object({ containers: z.object({ cpu: number, memoryBytes: number }).nullish() })
        .nullish(),
      overlapSeconds: number,
      drainingSeconds: number,
    })
    .nullish(),
  variables: z.record(z.string(), z.object({ value: text }).nullable()).nullish(),
})
export type ServiceConfigAnswer = z.output<typeof serviceConfig>

const bucketConfig = z.object({ region: text, isDeleted: z.boolean().nullish() })

const config = z.object({
  services: z.record(z.string(), serviceConfig.nullable()).nullish(),
  buckets: z.record(z.string(), bucketConfig.nullable()).nullish(),
})

const environment = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  config,
  serviceInstances: nodes(instance),
  volumeInstances: nodes(volume),
})
export type EnvironmentAnswer = z.output<typeof environment>

/** All that stands in an environment, values of variables included. */
export const environmentDocument = {
  name: "environment",
  text: `query environment($id: String!) {
  environment(id: $id) {
    id name projectId
    config(decryptVariables: true)
    serviceInstances(first: 500) { edges { node { ${instanceFields} } } }
    volumeInstances(first: 500) { edges { node { volumeId serviceId mountPath volume { name } } } }
  }
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({ environment }),
} satisfies Document<unknown>

/** One service, as a list may not show it yet. */
export const instanceDocument = {
  name: "serviceInstance",
  text: `query serviceInstance($serviceId: String!, $environmentId: String!) {
  serviceInstance(serviceId: $serviceId, environmentId: $environmentId) { ${instanceFields} }
  environment(id: $environmentId) { id projectId config(decryptVariables: true) }
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({
    serviceInstance: instance,
    environment: z.object({ id: z.string(), projectId: z.string(), config }),
  }),
} satisfies Document<unknown>

/** Values of variables with what they refer to put in. */
export const renderedVariablesDocument = {
  name: "renderedVariables",
  text: `query renderedVariables($projectId: String!, $environmentId: String!, $serviceId: String!) {
  variables(projectId: $projectId, environmentId: $environmentId, serviceId: $serviceId)
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({ variables: z.record(z.string(), z.string()) }),
} satisfies Document<unknown>

export const logsDocument = {
  name: "logs",
  text: `query logs($deploymentId: String!, $limit: Int!) {
  buildLogs(deploymentId: $deploymentId, limit: $limit) { message timestamp }
  deploymentLogs(deploymentId: $deploymentId, limit: $limit) { message timestamp }
}`,
  effect: "read",
  idempotent: true,
  answer: z.object({
    buildLogs: z.array(z.object({ message: z.string(), timestamp: z.string() })),
    deploymentLogs: z.array(z.object({ message: z.string(), timestamp: z.string() })),
  }),
} satisfies Document<unknown>

export const createServiceDocument = {
  name: "createService",
  text: `mutation createService($input: ServiceCreateInput!) {
  serviceCreate(input: $input) { id }
}`,
  effect: "change",
  idempotent: false,
  answer: z.object({ serviceCreate: id }),
} satisfies Document<unknown>

export const createVolumeDocument = {
  name: "createVolume",
  text: `mutation createVolume($input: VolumeCreateInput!) { volumeCreate(input: $input) { id } }`,
  effect: "change",
  idempotent: false,
  answer: z.object({ volumeCreate: id }),
} satisfies Document<unknown>

/**
 * Everything of a service that can be set at once, and its deployment, in one request: Railway carries the parts out in
 * their order. It is repeated only as a whole, since a second deployment of the same settings would do no harm but
 * cost a build.
 */
export const applyServiceDocument = {
  name: "applyService",
  text: `mutation applyService(
  $serviceId: String!, $environmentId: String!
  $name: ServiceUpdateInput!, $withName: Boolean!
  $settings: ServiceInstanceUpdateInput!, $withSettings: Boolean!
  $limits: ServiceInstanceLimitsUpdateInput!
  $variables: VariableCollectionUpsertInput!
  $autoDeploy: ServiceInstanceAutoDeployUpdateInput!, $withRepository: Boolean!
  $domain: ServiceDomainCreateInput!, $withDomain: Boolean!
  $domainId: String!, $withoutDomain: Boolean!
  $volumeId: String!, $volume: VolumeUpdateInput!
  $mount: VolumeInstanceUpdateInput!, $withVolume: Boolean!
  $commit: String, $withDeployment: Boolean!
) {
  name: serviceUpdate(id: $serviceId, input: $name) @include(if: $withName) { id }
  settings: serviceInstanceUpdate(
    serviceId: $serviceId, environmentId: $environmentId, input: $settings
  ) @include(if: $withSettings)
  limits: serviceInstanceLimitsUpdate(input: $limits) @include(if: $withSettings)
  autoDeploy: serviceInstanceAutoDeployUpdate(input: $autoDeploy) @include(if: $withRepository) {
    enabled
  }
  volume: volumeUpdate(volumeId: $volumeId, input: $volume) @include(if: $withVolume) { id }
  mount: volumeInstanceUpdate(
    volumeId: $volumeId, environmentId: $environmentId, input: $mount
  ) @include(if: $withVolume)
  domain: serviceDomainCreate(input: $domain) @include(if: $withDomain) { domain }
  noDomain: serviceDomainDelete(id: $domainId) @include(if: $withoutDomain)
  variables: variableCollectionUpsert(input: $variables)
  deployment: serviceInstanceDeployV2(
    serviceId: $serviceId, environmentId: $environmentId, commitSha: $commit
  ) @include(if: $withDeployment)
}`,
  effect: "change",
  idempotent: false,
  answer: z.object({
    domain: z.object({ domain: z.string() }).nullish(),
    deployment: z.string().nullish(),
  }),
} satisfies Document<unknown>

/** A volume outlives its service, so that both are removed together. */
export const deleteServiceDocument = {
  name: "deleteService",
  text: `mutation deleteService($id: String!, $volumeId: String!, $withVolume: Boolean!) {
  service: serviceDelete(id: $id)
  volume: volumeDelete(volumeId: $volumeId) @include(if: $withVolume)
}`,
  effect: "change",
  idempotent: false,
  answer: z.unknown(),
} satisfies Document<unknown>
