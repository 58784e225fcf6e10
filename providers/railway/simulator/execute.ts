import {
  buildSchema,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  graphqlSync,
} from "graphql"
import * as z from "zod"
import { type Account, idFor, type Instance, keep } from "./account.ts"
import * as buckets from "./buckets.ts"
import * as customDomains from "./custom-domains.ts"
import * as mutations from "./mutations.ts"
import { type Changed, changeInstance, type Place } from "./instances.ts"
import * as queries from "./queries.ts"
import { schemaText } from "./schema.ts"
import type { Sender } from "./tokens.ts"

export const schema: () => GraphQLSchema = () => buildSchema(schemaText)

const request = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
})

export interface Executed {
  readonly account: Account
  readonly result: ExecutionResult
}

/** Carries out a request as a GraphQL server does: what does not fit the schema is refused, changes go one by one. */
export function execute(
  body: unknown,
  before: Account,
  { nowMs, schema: known, sender }: Sent,
): Executed {
  const parsed = request.safeParse(body)
  if (!parsed.success) throw new Error("The request has no query")
  let account = before
  const sight = () => ({ account, nowMs })
  const change = <T>(work: (current: Account) => Changed<T>): T => {
    const changed = work(account)
    account = changed.account
    return changed.value
  }
  const result = graphqlSync({
    schema: known,
    source: parsed.data.query,
    operationName: parsed.data.operationName ?? null,
    variableValues: parsed.data.variables ?? {},
    rootValue:
      sender === "project"
        ? { projectToken: () => queries.projectToken(sight()) }
        : { ...queryFields(sight), ...mutationFields(change, sight) },
  })
  return { account, result: sender === "foreign" ? withoutTraces(result) : result }
}

interface Sent {
  readonly nowMs: number
  readonly schema: GraphQLSchema
  readonly sender: Sender
}

/** What a token may not see, and what is not there, look the same to it. */
function withoutTraces(result: ExecutionResult): ExecutionResult {
  const errors = result.errors?.map(({ message }) =>
    message.endsWith("not found") ? new GraphQLError("Not Authorized") : new GraphQLError(message),
  )
  return errors === undefined ? result : { ...result, errors }
}

type SeeAccount = () => queries.Sight

function queryFields(sight: SeeAccount) {
  return {
    apiToken: () => queries.apiToken(sight()),
    projectToken: () => {
      throw new Error("Project Token not found")
    },
    projects: () => queries.projects(sight()),
    project: ({ id }: { readonly id: string }) => queries.project(id, sight()),
    bucketS3Credentials: (place: buckets.BucketPlace) =>
      buckets.bucketCredentials(place, sight().account, sight().nowMs),
    environment: ({ id }: { readonly id: string }) => queries.environment(id, sight()),
    variables: (place: Place) => queries.renderedVariables(place, sight()),
    serviceInstance: (place: Place) => queries.serviceInstance(place, sight()),
    buildLogs: ({ deploymentId }: OfDeployment) => queries.buildLogs(deploymentId, sight()),
    deploymentLogs: ({ deploymentId }: OfDeployment) =>
      queries.deploymentLogs(deploymentId, sight()),
  }
}

interface OfDeployment {
  readonly deploymentId: string
}

interface WithInput<Input> {
  readonly input: Input
}

type Change = <T>(work: (account: Account) => Changed<T>) => T

function mutationFields(change: Change, sight: SeeAccount) {
  const onInstance = (place: Place, next: (instance: Instance) => Partial<Instance>): boolean =>
    change((account) => ({
      account: changeInstance(account, place, next),
      value: true,
    }))
  return {
    ...placeFields(change, sight),
    ...volumeFields(change),
    ...domainFields(change, sight),
    ...bucketFields(change, sight),
    serviceCreate: ({ input }: WithInput<mutations.ServiceInput>) => ({
      id: change((account) => mutations.createService(account, input)),
      name: input.name ?? "service",
    }),
    serviceDelete: ({ id }: { readonly id: string }) =>
      change((account) => mutations.deleteService(account, id)),
    serviceUpdate: ({ id, input }: { readonly id: string } & WithInput<{ name?: string }>) =>
      change((account) => mutations.renameService(account, id, input.name)),
    serviceInstanceUpdate: ({ input, ...place }: Place & WithInput<Settings>) =>
      onInstance(place, ({ settings, source }) => {
        const { source: sent, ...rest } = input
        return { settings: { ...settings, ...rest }, source: sent ?? source }
      }),
    serviceInstanceLimitsUpdate: ({ input }: WithInput<Limits>) =>
      onInstance(input, () => ({
        cpu: input.vCPUs ?? null,
        memoryBytes: typeof input.memoryGB === "number" ? input.memoryGB * 1e9 : null,
      })),
    serviceInstanceAutoDeployUpdate: ({ input }: WithInput<Place & { enabled: boolean }>) => {
      const { enabled } = input
      onInstance(input, () => ({ autoDeploy: enabled }))
      return { enabled }
    },
    variableCollectionUpsert: ({ input }: WithInput<VariablesInput>) =>
      onInstance(input, ({ variables }) => ({
        variables: input.replace ? input.variables : { ...variables, ...input.variables },
      })),
    serviceDomainCreate: ({ input }: WithInput<Place>) =>
      change((account) => mutations.createDomain(account, input)),
    serviceDomainDelete: ({ id }: { readonly id: string }) =>
      change((account) => ({ account: withoutDomain(account, id), value: true })),
    serviceInstanceDeployV2: ({ commitSha, ...place }: Place & { commitSha?: string | null }) =>
      change((account) =>
        mutations.deploy(account, place, { commit: commitSha ?? undefined, nowMs: sight().nowMs }),
      ),
  }
}

type Settings = Readonly<Record<string, unknown>> & { readonly source?: Instance["source"] }
interface Limits extends Place {
  readonly vCPUs?: number | null
  readonly memoryGB?: number | null
}
interface VariablesInput extends Place {
  readonly replace: boolean
  readonly variables: Readonly<Record<string, string>>
}

function placeFields(change: Change, sight: SeeAccount) {
  return {
    projectCreate: ({ input }: WithInput<mutations.ProjectInput>) =>
      queries.project(
        change((account) => mutations.createProject(account, input)),
        sight(),
      ),
    projectDelete: ({ id }: { readonly id: string }) =>
      change((account) => mutations.deleteProject(account, id)),
    environmentCreate: ({ input }: WithInput<{ name: string; projectId: string }>) =>
      queries.environment(
        change((account) => mutations.createEnvironment(account, input)),
        sight(),
      ),
    environmentDelete: ({ id }: { readonly id: string }) =>
      change((account) => mutations.deleteEnvironment(account, id)),
  }
}

function withoutDomain(account: Account, id: string): Account {
  const instances = Object.entries(account.instances).map(([key, instance]) => {
    const domains = instance.domains.filter((domain) => domain.id !== id)
    return [key, { ...instance, domains }] as const
  })
  return { ...account, instances: Object.fromEntries(instances) }
}

function bucketFields(change: Change, sight: SeeAccount) {
  return {
    bucketCreate: ({ input }: WithInput<buckets.BucketInput>) =>
      change((account) => buckets.createBucket(account, input)),
    bucketUpdate: ({ id, input }: OfDomain & WithInput<{ readonly name: string }>) =>
      change((account) => buckets.renameBucket(account, id, input.name)),
    environmentPatchCommit: (sent: { readonly environmentId: string; readonly patch: unknown }) =>
      change((account) => buckets.patchBuckets(account, sent, sight().nowMs)),
  }
}

interface OfDomain {
  readonly id: string
}

function domainFields(change: Change, sight: SeeAccount) {
  return {
    customDomainCreate: ({ input }: WithInput<customDomains.CustomDomainInput>) => {
      const { nowMs } = sight()
      const made = change((account) => customDomains.createCustomDomain(account, input, nowMs))
      return customDomains.customDomainView(made, sight().account, nowMs)
    },
    customDomainUpdate: ({ id, targetPort = null }: OfDomain & { targetPort?: number | null }) =>
      change((account) =>
        customDomains.changeCustomDomain(account, id, (domain) => [{ ...domain, targetPort }]),
      ),
    customDomainIssueCertificate: ({ id }: OfDomain) =>
      change((account) => customDomains.changeCustomDomain(account, id, (domain) => [domain])),
    customDomainDelete: ({ id }: OfDomain) =>
      change((account) => customDomains.changeCustomDomain(account, id, () => [])),
  }
}

interface VolumeInput extends Place {
  readonly projectId: string
  readonly mountPath: string
}

interface OfVolume {
  readonly volumeId: string
}

function volumeFields(change: Change) {
  const onVolume = (volumeId: string, next: Readonly<Record<string, string>>) =>
    change((account) => {
      const volume = account.volumes[volumeId]
      if (volume === undefined) throw new Error("Volume not found")
      const changed = { ...volume, ...next }
      return {
        account: { ...account, volumes: { ...account.volumes, [volumeId]: changed } },
        value: changed,
      }
    })
  return {
    volumeCreate: ({ input }: WithInput<VolumeInput>) =>
      change((account) => {
        const { environmentId, mountPath, projectId, serviceId } = input
        const has = Object.values(account.volumes).some(
          (one) => one.serviceId === serviceId && one.environmentId === environmentId,
        )
        if (has) throw new Error("The service already has a volume")
        const id = idFor(account.made)
        const volume = { id, name: "volume", projectId, environmentId, serviceId, mountPath }
        const volumes = { ...account.volumes, [id]: volume }
        return { account: { ...account, made: account.made + 1, volumes }, value: volume }
      }),
    volumeUpdate: ({ input, volumeId }: OfVolume & WithInput<{ readonly name?: string }>) =>
      onVolume(volumeId, input.name === undefined ? {} : { name: input.name }),
    volumeInstanceUpdate: ({
      input,
      volumeId,
    }: OfVolume & WithInput<{ readonly mountPath?: string }>) => {
      onVolume(volumeId, input.mountPath === undefined ? {} : { mountPath: input.mountPath })
      return true
    },
    volumeDelete: ({ volumeId }: OfVolume) =>
      change((account) => {
        if (account.volumes[volumeId] === undefined) throw new Error("Volume not found")
        const volumes = keep(account.volumes, ({ id }) => id !== volumeId)
        return { account: { ...account, volumes }, value: true }
      }),
  }
}
