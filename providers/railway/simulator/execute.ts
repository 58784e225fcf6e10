import { buildSchema, type ExecutionResult, type GraphQLSchema, graphqlSync } from "graphql"
import * as z from "zod"
import { type Account, idFor, type Instance, keep } from "./account.ts"
import * as mutations from "./mutations.ts"
import type { Changed, Place } from "./mutations.ts"
import * as queries from "./queries.ts"
import { schemaText } from "./schema.ts"

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
  { nowMs, schema: known }: { readonly nowMs: number; readonly schema: GraphQLSchema },
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
    rootValue: { ...queryFields(sight), ...mutationFields(change, sight) },
  })
  return { account, result }
}

type SeeAccount = () => queries.Sight

function queryFields(sight: SeeAccount) {
  return {
    apiToken: () => queries.apiToken(sight()),
    projects: () => queries.projects(sight()),
    environment: ({ id }: { readonly id: string }) => queries.environment(id, sight()),
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
      account: mutations.changeInstance(account, place, next),
      value: true,
    }))
  return {
    ...placeFields(change, sight),
    ...volumeFields(change),
    serviceCreate: ({ input }: WithInput<mutations.ServiceInput>) => ({
      id: change((account) => mutations.createService(account, input)),
      name: input.name ?? "service",
    }),
    serviceDelete: ({ id }: { readonly id: string }) =>
      change((account) => mutations.deleteService(account, id)),
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
