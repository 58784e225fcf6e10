/**
 * As much of Railway's public GraphQL schema (2026-08) as aidep uses, so that a document or variable that does not fit
 * it is refused as it would be there. A test holds every part of it against the published schema.
 */
export const schemaText = `
scalar DateTime
scalar DeploymentMeta
scalar EnvironmentConfig
scalar EnvironmentVariables
scalar JSON

enum Builder { HEROKU NIXPACKS PAKETO RAILPACK }
enum RestartPolicyType { ALWAYS NEVER ON_FAILURE }
enum DeploymentStatus {
  BUILDING CRASHED DEPLOYING FAILED INITIALIZING NEEDS_APPROVAL QUEUED REMOVED REMOVING SKIPPED
  SLEEPING SUCCESS WAITING
}
enum CertificateStatus {
  CERTIFICATE_STATUS_TYPE_ISSUE_FAILED CERTIFICATE_STATUS_TYPE_ISSUING
  CERTIFICATE_STATUS_TYPE_UNSPECIFIED CERTIFICATE_STATUS_TYPE_VALID
  CERTIFICATE_STATUS_TYPE_VALIDATING_OWNERSHIP
}
enum DNSRecordPurpose {
  DNS_RECORD_PURPOSE_ACME_DNS01_CHALLENGE DNS_RECORD_PURPOSE_TRAFFIC_ROUTE
}
enum DNSRecordType { DNS_RECORD_TYPE_A DNS_RECORD_TYPE_CNAME DNS_RECORD_TYPE_TXT }
enum VolumeState { DELETED DELETING ERROR MIGRATING MIGRATION_PENDING READY RESTORING UPDATING }

type Query {
  apiToken: ApiTokenContext!
  projectToken: ProjectToken!
  projects(first: Int): QueryProjectsConnection!
  environment(id: String!, projectId: String): Environment!
  project(id: String!): Project!
  bucketS3Credentials(
    bucketId: String!, environmentId: String!, projectId: String!
  ): [BucketS3CompatibleCredentials!]!
  variables(environmentId: String!, projectId: String!, serviceId: String): EnvironmentVariables!
  serviceInstance(environmentId: String!, serviceId: String!): ServiceInstance!
  buildLogs(deploymentId: String!, limit: Int): [Log!]!
  deploymentLogs(deploymentId: String!, limit: Int): [Log!]!
}

type ApiTokenContext { workspaces: [ApiTokenWorkspace!]! }
type ProjectToken { project: Project! environment: Environment! }
type ApiTokenWorkspace { id: String! name: String! }

type QueryProjectsConnection { edges: [QueryProjectsConnectionEdge!]! }
type QueryProjectsConnectionEdge { node: Project! }
type Project {
  id: ID!
  name: String!
  workspaceId: String
  environments(first: Int): ProjectEnvironmentsConnection!
  buckets(first: Int): ProjectBucketsConnection!
}
type ProjectBucketsConnection { edges: [ProjectBucketsConnectionEdge!]! }
type ProjectBucketsConnectionEdge { node: Bucket! }
type Bucket { id: ID! name: String! }
type BucketS3CompatibleCredentials { endpoint: String! bucketName: String! }
type ProjectEnvironmentsConnection { edges: [ProjectEnvironmentsConnectionEdge!]! }
type ProjectEnvironmentsConnectionEdge { node: Environment! }

type Environment {
  id: ID!
  name: String!
  projectId: String!
  config(decryptVariables: Boolean): EnvironmentConfig!
  serviceInstances(first: Int): EnvironmentServiceInstancesConnection!
  volumeInstances(first: Int): EnvironmentVolumeInstancesConnection!
}
type EnvironmentServiceInstancesConnection { edges: [EnvironmentServiceInstancesConnectionEdge!]! }
type EnvironmentServiceInstancesConnectionEdge { node: ServiceInstance! }
type EnvironmentVolumeInstancesConnection { edges: [EnvironmentVolumeInstancesConnectionEdge!]! }
type EnvironmentVolumeInstancesConnectionEdge { node: VolumeInstance! }

type ServiceInstance {
  serviceId: String!
  serviceName: String!
  latestDeployment: Deployment
  domains: AllDomains!
}
type Deployment { id: ID! status: DeploymentStatus! meta: DeploymentMeta }
type AllDomains { customDomains: [CustomDomain!]! serviceDomains: [ServiceDomain!]! }
type CustomDomain { id: ID! domain: String! targetPort: Int status: CustomDomainStatus! }
type CustomDomainStatus {
  verified: Boolean!
  verificationDnsHost: String
  verificationToken: String
  certificateStatus: CertificateStatus!
  certificateErrorMessage: String
  dnsRecords: [DNSRecords!]!
}
type DNSRecords {
  fqdn: String!
  zone: String!
  recordType: DNSRecordType!
  requiredValue: String!
  purpose: DNSRecordPurpose!
}
type ServiceDomain { id: ID! domain: String! }
type VolumeInstance { volumeId: String! serviceId: String mountPath: String! volume: Volume! }
type Volume { id: ID! name: String! }
type Log { message: String! timestamp: String! }
type Service { id: ID! name: String! }

type Mutation {
  projectCreate(input: ProjectCreateInput!): Project!
  projectDelete(id: String!): Boolean!
  environmentCreate(input: EnvironmentCreateInput!): Environment!
  environmentDelete(id: String!): Boolean!
  serviceCreate(input: ServiceCreateInput!): Service!
  serviceDelete(environmentId: String, id: String!): Boolean!
  serviceUpdate(id: String!, input: ServiceUpdateInput!): Service!
  serviceInstanceUpdate(
    environmentId: String, input: ServiceInstanceUpdateInput!, serviceId: String!
  ): Boolean!
  serviceInstanceLimitsUpdate(input: ServiceInstanceLimitsUpdateInput!): Boolean!
  serviceInstanceAutoDeployUpdate(
    input: ServiceInstanceAutoDeployUpdateInput!
  ): ServiceInstanceAutoDeployUpdateResult!
  serviceInstanceDeployV2(commitSha: String, environmentId: String!, serviceId: String!): String!
  serviceDomainCreate(input: ServiceDomainCreateInput!): ServiceDomain!
  serviceDomainDelete(id: String!): Boolean!
  bucketCreate(input: BucketCreateInput!): Bucket!
  bucketUpdate(id: String!, input: BucketUpdateInput!): Bucket!
  environmentPatchCommit(environmentId: String!, patch: EnvironmentConfig): String!
  customDomainCreate(input: CustomDomainCreateInput!): CustomDomain!
  customDomainUpdate(environmentId: String!, id: String!, targetPort: Int): Boolean!
  customDomainIssueCertificate(id: String!): Boolean!
  customDomainDelete(id: String!): Boolean!
  variableCollectionUpsert(input: VariableCollectionUpsertInput!): Boolean!
  volumeCreate(input: VolumeCreateInput!): Volume!
  volumeDelete(volumeId: String!): Boolean!
  volumeUpdate(input: VolumeUpdateInput!, volumeId: String!): Volume!
  volumeInstanceUpdate(
    environmentId: String, input: VolumeInstanceUpdateInput!, volumeId: String!
  ): Boolean!
}

type ServiceInstanceAutoDeployUpdateResult { enabled: Boolean! }

input ProjectCreateInput {
  defaultEnvironmentName: String
  description: String
  name: String
  prDeploys: Boolean
  workspaceId: String
}
input EnvironmentCreateInput { name: String! projectId: String! skipInitialDeploys: Boolean }
input ServiceCreateInput {
  branch: String
  environmentId: String
  name: String
  projectId: String!
  source: ServiceSourceInput
  variables: EnvironmentVariables
}
input ServiceUpdateInput { name: String }
input ServiceSourceInput { image: String repo: String }
input ServiceInstanceUpdateInput {
  builder: Builder
  cronSchedule: String
  dockerfilePath: String
  drainingSeconds: Int
  healthcheckPath: String
  healthcheckTimeout: Int
  multiRegionConfig: JSON
  numReplicas: Int
  overlapSeconds: Int
  preDeployCommand: [String!]
  restartPolicyType: RestartPolicyType
  rootDirectory: String
  sleepApplication: Boolean
  source: ServiceSourceInput
  startCommand: String
}
input ServiceInstanceLimitsUpdateInput {
  environmentId: String!
  memoryGB: Float
  serviceId: String!
  vCPUs: Float
}
input ServiceInstanceAutoDeployUpdateInput {
  enabled: Boolean!
  environmentId: String!
  projectId: String!
  serviceId: String!
}
input ServiceDomainCreateInput { environmentId: String! serviceId: String! targetPort: Int }
input BucketCreateInput { name: String projectId: String! }
input BucketUpdateInput { name: String! }
input CustomDomainCreateInput {
  domain: String!
  environmentId: String!
  projectId: String!
  serviceId: String!
  targetPort: Int
}
input VariableCollectionUpsertInput {
  environmentId: String!
  projectId: String!
  replace: Boolean = false
  serviceId: String
  skipDeploys: Boolean = false
  variables: EnvironmentVariables!
}
input VolumeCreateInput {
  environmentId: String
  mountPath: String!
  projectId: String!
  region: String
  serviceId: String
}
input VolumeUpdateInput { name: String }
input VolumeInstanceUpdateInput { mountPath: String serviceId: String state: VolumeState }
`
