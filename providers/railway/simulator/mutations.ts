import {
  type Account,
  type Environment,
  idFor,
  type Instance,
  keep,
  type Service,
} from "./account.ts"
import { withoutEnvironment } from "./buckets.ts"
import { withDeployment } from "./deployments.ts"
import { byKey, changeInstance, type Changed, type Place, requireInstance } from "./instances.ts"

export interface ProjectInput {
  readonly name?: string
  readonly workspaceId?: string
  readonly defaultEnvironmentName?: string
}

/** Nothing says that two projects cannot have one name. */
export function createProject(account: Account, input: ProjectInput): Changed<string> {
  const { made, workspaces } = account
  const workspaceId = input.workspaceId ?? workspaces[0]?.id ?? ""
  if (!workspaces.some(({ id }) => id === workspaceId)) throw new Error("Workspace not found")
  const id = idFor(made)
  const project = { id, name: input.name ?? "project", workspaceId }
  const place = { id: idFor(made + 1), name: input.defaultEnvironmentName ?? "production" }
  const environment: Environment = { ...place, projectId: id }
  return {
    value: id,
    account: {
      ...account,
      made: made + 2,
      projects: { ...account.projects, [id]: project },
      environments: { ...account.environments, [environment.id]: environment },
    },
  }
}

export function deleteProject(account: Account, id: string): Changed<boolean> {
  if (account.projects[id] === undefined) throw new Error("Project not found")
  const inside = Object.values(account.environments).filter(({ projectId }) => projectId === id)
  const emptied = inside.reduce((left, one) => deleteEnvironment(left, one.id).account, account)
  return {
    value: true,
    account: {
      ...emptied,
      projects: keep(emptied.projects, (project) => project.id !== id),
      services: keep(emptied.services, ({ projectId }) => projectId !== id),
    },
  }
}

/** All services of a project have an instance in each of its environments. */
export function createEnvironment(
  account: Account,
  { name, projectId }: { readonly name: string; readonly projectId: string },
): Changed<string> {
  if (account.projects[projectId] === undefined) throw new Error("Project not found")
  const taken = Object.values(account.environments).some(
    (other) => other.projectId === projectId && other.name === name,
  )
  if (taken) throw new Error("An environment with that name already exists")
  const id = idFor(account.made)
  const services = Object.values(account.services).filter((one) => one.projectId === projectId)
  const empty = services.map((service) => emptyInstance(service, id))
  return {
    value: id,
    account: {
      ...account,
      made: account.made + 1,
      environments: { ...account.environments, [id]: { id, name, projectId } },
      instances: { ...account.instances, ...byKey(empty) },
    },
  }
}

/** With all that stands there. */
export function deleteEnvironment(account: Account, id: string): Changed<boolean> {
  if (account.environments[id] === undefined) throw new Error("Environment not found")
  return {
    value: true,
    account: {
      ...account,
      environments: keep(account.environments, (one) => one.id !== id),
      instances: keep(account.instances, ({ environmentId }) => environmentId !== id),
      volumes: keep(account.volumes, ({ environmentId }) => environmentId !== id),
      buckets: withoutEnvironment(account.buckets, id),
    },
  }
}

export interface ServiceInput {
  readonly projectId: string
  readonly environmentId?: string
  readonly name?: string
  readonly source?: Instance["source"]
  readonly variables?: Readonly<Record<string, string>>
}

/** Nothing says that two services cannot have one name. */
export function createService(account: Account, input: ServiceInput): Changed<string> {
  const { environmentId, name = "service", projectId, source, variables = {} } = input
  if (account.projects[projectId] === undefined) throw new Error("Project not found")
  const longest = 32
  if (name.length > longest) throw new Error("Service name must be at most 32 characters")
  if (Object.keys(account.services).length >= account.mostServices)
    throw new Error("The plan does not allow more services. Upgrade to provision more resources")
  const id = idFor(account.made)
  const service = { id, name, projectId }
  const environments = Object.values(account.environments)
  const empty = environments
    .filter((environment) => environment.projectId === projectId)
    .map((environment) => emptyInstance(service, environment.id))
    .map((instance) =>
      instance.environmentId === environmentId ? { ...instance, source, variables } : instance,
    )
  return {
    value: id,
    account: {
      ...account,
      made: account.made + 1,
      services: { ...account.services, [id]: service },
      instances: { ...account.instances, ...byKey(empty) },
    },
  }
}

export function renameService(
  account: Account,
  id: string,
  name: string | undefined,
): Changed<Service> {
  const service = account.services[id]
  if (service === undefined) throw new Error("Service not found")
  const value = { ...service, name: name ?? service.name }
  return { account: { ...account, services: { ...account.services, [id]: value } }, value }
}

function emptyInstance({ id }: Service, environmentId: string): Instance {
  return {
    serviceId: id,
    environmentId,
    settings: {},
    source: undefined,
    cpu: null,
    memoryBytes: null,
    autoDeploy: true,
    domains: [],
    customDomains: [],
    variables: {},
    deployments: [],
  }
}

/** In all environments; its volumes stay. */
export function deleteService(account: Account, id: string): Changed<boolean> {
  if (account.services[id] === undefined) throw new Error("Service not found")
  return {
    value: true,
    account: {
      ...account,
      services: keep(account.services, (service) => service.id !== id),
      instances: keep(account.instances, ({ serviceId }) => serviceId !== id),
    },
  }
}

/** `owner-name.up.railway.app`, with a number where somebody has that. */
export function createDomain(
  account: Account,
  place: Place,
): Changed<{ readonly id: string; readonly domain: string }> {
  const { made, services } = account
  const name = services[place.serviceId]?.name ?? "service"
  const taken = Object.values(account.instances).flatMap(({ domains }) => domains)
  const plain = `${name}.up.railway.app`
  const isTaken = taken.some(({ domain }) => domain === plain)
  const domain = isTaken ? `${name}-${made}.up.railway.app` : plain
  const value = { id: idFor(made), domain }
  const after = changeInstance({ ...account, made: made + 1 }, place, ({ domains }) => ({
    domains: [...domains, value],
  }))
  return { account: after, value }
}

export function deploy(
  account: Account,
  place: Place,
  { commit, nowMs }: { readonly commit: string | undefined; readonly nowMs: number },
): Changed<string> {
  const instance = requireInstance(place, account)
  const { source } = instance
  if (!source?.image && !source?.repo) throw new Error("The service has no source to deploy")
  if (commit !== undefined && !source.repo) throw new Error("The service has no repository")
  if (commit !== undefined && account.missingCommits.includes(commit))
    throw new Error("Commit not found")
  const name = account.services[place.serviceId]?.name ?? ""
  const started = withDeployment(account, { instance, name, commit, nowMs })
  return { account: started.account, value: started.deployment.id }
}
