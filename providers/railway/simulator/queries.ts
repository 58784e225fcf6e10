import type { Account, Instance } from "./account.ts"
import { bucketsIn } from "./buckets.ts"
import { customDomainView } from "./custom-domains.ts"
import { requireInstance } from "./instances.ts"
import { buildLines, runLines, statusOf } from "./deployments.ts"

/** What is looked at: the account at a moment. */
export interface Sight {
  readonly account: Account
  readonly nowMs: number
}

function connection(nodes: readonly unknown[]) {
  return { edges: nodes.map((node) => ({ node })) }
}

export function apiToken({ account }: Sight): unknown {
  return { workspaces: account.workspaces }
}

/** Of the first environment: a project token is one of a single environment. */
export function projectToken(sight: Sight): unknown {
  const [place] = Object.values(sight.account.environments)
  if (place === undefined) throw new Error("Project Token not found")
  return { project: project(place.projectId, sight), environment: environment(place.id, sight) }
}

export function projects(sight: Sight): unknown {
  return connection(Object.values(sight.account.projects).map(({ id }) => project(id, sight)))
}

export function project(id: string, sight: Sight): unknown {
  const found = sight.account.projects[id]
  if (found === undefined) throw new Error("Project not found")
  const environments = Object.values(sight.account.environments)
    .filter(({ projectId }) => projectId === id)
    .map((one) => environment(one.id, sight))
  const buckets = Object.values(sight.account.buckets).filter(({ projectId }) => projectId === id)
  return { ...found, environments: connection(environments), buckets: connection(buckets) }
}

export function environment(id: string, sight: Sight): unknown {
  const { account } = sight
  const found = account.environments[id]
  if (found === undefined) throw new Error("Environment not found")
  const instances = Object.values(account.instances).filter(
    ({ environmentId }) => environmentId === id,
  )
  const volumes = Object.values(account.volumes).filter(({ environmentId }) => environmentId === id)
  return {
    ...found,
    config: ({ decryptVariables = false }: { readonly decryptVariables?: boolean }) =>
      configOf(instances, { decrypted: decryptVariables, buckets: bucketsIn(id, account) }),
    serviceInstances: connection(instances.map((instance) => instanceView(instance, sight))),
    volumeInstances: connection(
      volumes.map(({ id: volumeId, mountPath, name, serviceId }) => ({
        volumeId,
        serviceId,
        mountPath,
        volume: { id: volumeId, name },
      })),
    ),
  }
}

export function serviceInstance(
  place: { readonly serviceId: string; readonly environmentId: string },
  sight: Sight,
): unknown {
  return instanceView(requireInstance(place, sight.account), sight)
}

/** With what the values refer to put in: variables of the service itself, and those that Railway gives it. */
export function renderedVariables(
  place: { readonly serviceId: string; readonly environmentId: string },
  { account }: Sight,
): Readonly<Record<string, string>> {
  const { variables } = requireInstance(place, account)
  const host = `${account.services[place.serviceId]?.name ?? ""}.railway.internal`
  const all: Readonly<Record<string, string>> = { ...variables, RAILWAY_PRIVATE_DOMAIN: host }
  const render = (value: string): string =>
    value.replaceAll(/\$\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => all[name] ?? "")
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, render(value)]))
}

function instanceView(instance: Instance, { account, nowMs }: Sight): unknown {
  const { customDomains, deployments, domains, serviceId } = instance
  const newest = deployments.at(-1)
  return {
    serviceId,
    serviceName: account.services[serviceId]?.name ?? "",
    domains: {
      serviceDomains: domains,
      customDomains: customDomains.map((one) => customDomainView(one, account, nowMs)),
    },
    latestDeployment:
      newest === undefined
        ? null
        : {
            id: newest.id,
            status: statusOf(instance, newest, nowMs),
            meta: { commitHash: newest.commit, image: newest.image },
          },
  }
}

/** The form of `EnvironmentConfig` in the package `railway` 3.11.0; what is not set is left out, as there. */
function configOf(
  instances: readonly Instance[],
  { buckets, decrypted }: { readonly buckets: unknown; readonly decrypted: boolean },
): unknown {
  return {
    buckets,
    services: Object.fromEntries(
      instances.map((instance) => [instance.serviceId, serviceConfig(instance, decrypted)]),
    ),
  }
}

const buildKeys = ["builder", "buildCommand", "dockerfilePath", "watchPatterns"]

function serviceConfig(instance: Instance, decrypted: boolean): unknown {
  const { cpu, memoryBytes, settings, source, variables } = instance
  const { rootDirectory, ...rest } = settings
  const set = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined)
  const limited = cpu !== null || memoryBytes !== null
  return {
    source: { ...source, ...(rootDirectory ? { rootDirectory } : {}) },
    build: Object.fromEntries(set.filter(([key]) => buildKeys.includes(key))),
    deploy: {
      ...Object.fromEntries(set.filter(([key]) => !buildKeys.includes(key))),
      ...(limited ? { limitOverride: { containers: { cpu, memoryBytes } } } : {}),
    },
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [
        name,
        decrypted ? { value } : { encryptedValue: "" },
      ]),
    ),
  }
}

export function buildLogs(id: string, sight: Sight): unknown {
  return logOf(id, sight, buildLines)
}

export function deploymentLogs(id: string, sight: Sight): unknown {
  return logOf(id, sight, runLines)
}

function logOf(id: string, { account, nowMs }: Sight, lines: typeof buildLines): unknown {
  const all = Object.values(account.instances).flatMap(({ deployments }) => deployments)
  const deployment = all.find((one) => one.id === id)
  if (deployment === undefined) throw new Error("Deployment not found")
  return lines(deployment, nowMs)
}
