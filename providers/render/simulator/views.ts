import type {
  Account,
  Deploy,
  Environment,
  Project,
  Service,
  ServiceDetails,
  Store,
} from "./account.ts"
import { finishedAtMs, statusOf } from "./deploys.ts"
import { timeText } from "./reply.ts"

const dashboard = "https://dashboard.render.com"
/** Port that Render finds open where the service opens it. */
const openPort = 10_000

/** A service as the API answers with it: what is not set is an empty text or left out, as there. */
export function serviceView(service: Service): unknown {
  const { createdAtMs, credentialId, id, suspended } = service
  return {
    id,
    type: service.type,
    name: service.name,
    slug: service.slug,
    ownerId: service.ownerId,
    environmentId: service.environmentId,
    autoDeploy: service.autoDeploy,
    repo: service.repo,
    branch: service.branch,
    rootDir: service.rootDir,
    imagePath: service.imagePath,
    registryCredential: credentialId === undefined ? undefined : credentialOf(credentialId),
    suspended: suspended ? "suspended" : "not_suspended",
    suspenders: suspended ? ["user"] : [],
    notifyOnFail: "default",
    createdAt: timeText(createdAtMs),
    updatedAt: timeText(createdAtMs),
    dashboardUrl: `${dashboard}/${id}`,
    serviceDetails: detailsView(service),
  }
}

export const credentialPrefix = "rgc-"

function credentialOf(id: string): unknown {
  return { id, name: id.slice(credentialPrefix.length) }
}

function detailsView({ details, slug, type }: Service): unknown {
  const { runtime } = details
  const url = `https://${slug}.onrender.com`
  if (type === "static_site") {
    const { buildCommand = "", publishPath = "" } = details
    return { buildCommand, publishPath, url, buildPlan: "starter", previews: { generation: "off" } }
  }
  const shared = {
    runtime,
    env: runtime,
    plan: details.plan,
    region: details.region,
    buildPlan: "starter",
    envSpecificDetails: runtimeView(details),
  }
  if (type === "cron_job") return { ...shared, schedule: details.schedule }
  const { autoscaling, disk, maxShutdownDelaySeconds, numInstances } = details
  const lasting = { ...shared, numInstances, maxShutdownDelaySeconds, autoscaling, disk }
  if (type === "background_worker") return lasting
  const openPorts = [{ port: openPort, protocol: "TCP" }]
  if (type === "private_service") return { ...lasting, openPorts, url: `${slug}:${openPort}` }
  return {
    ...lasting,
    openPorts,
    url,
    healthCheckPath: details.healthCheckPath ?? "",
    cache: { profile: "no-cache" },
  }
}

function runtimeView({ environment = {}, preDeployCommand, runtime }: ServiceDetails): unknown {
  const built = runtime === "docker" || runtime === "image"
  const names = built
    ? ["dockerCommand", "dockerContext", "dockerfilePath"]
    : ["buildCommand", "startCommand"]
  const texts = names.map((name) => [name, environment[name] ?? ""] as const)
  return { ...Object.fromEntries(texts), ...(preDeployCommand ? { preDeployCommand } : {}) }
}

export function deployView(service: Service, deploy: Deploy, nowMs: number): unknown {
  const finishedMs = finishedAtMs(deploy, nowMs)
  const { commit, createdAtMs, id, image, trigger } = deploy
  return {
    id,
    status: statusOf(service, deploy, nowMs),
    trigger,
    commit:
      commit === undefined
        ? undefined
        : { id: commit, message: "", createdAt: timeText(createdAtMs) },
    image: image === undefined ? undefined : { ref: image },
    createdAt: timeText(createdAtMs),
    updatedAt: timeText(finishedMs ?? nowMs),
    finishedAt: finishedMs === undefined ? undefined : timeText(finishedMs),
  }
}

export function ownerView({ id, name }: Account["owners"][number]): unknown {
  return { id, name, email: "owner@example.com", type: "team" }
}

function ownerOf(ownerId: string, { owners }: Account): unknown {
  return ownerView(owners.find(({ id }) => id === ownerId) ?? { id: ownerId, name: "" })
}

export function projectView(project: Project, account: Account): unknown {
  const { createdAtMs, id, name, ownerId } = project
  const environmentIds = Object.values(account.environments)
    .filter(({ projectId }) => projectId === id)
    .map((environment) => environment.id)
  const time = timeText(createdAtMs)
  const owner = ownerOf(ownerId, account)
  return { id, name, owner, environmentIds, createdAt: time, updatedAt: time }
}

export function environmentView(environment: Environment, account: Account): unknown {
  const { id, name, projectId } = environment
  const inside = <Row extends { readonly environmentId: string | undefined; readonly id: string }>(
    rows: readonly Row[],
  ) => rows.filter((row) => row.environmentId === id).map((row) => row.id)
  const stores = Object.values(account.stores)
  return {
    id,
    name,
    projectId,
    serviceIds: inside(Object.values(account.services)),
    redisIds: inside(stores.filter(({ type }) => type === "key_value")),
    databasesIds: inside(stores.filter(({ type }) => type === "postgres")),
    envGroupIds: [],
    ipAllowList: [],
    protectedStatus: "unprotected",
    networkIsolationEnabled: false,
  }
}

/** Assumption: how long a store takes until it is there. */
const storeMs = 40_000

export function storeView(store: Store, account: Account, nowMs: number): object {
  const { createdAtMs, environmentId, id, name, networks, plan, region, type, version } = store
  const time = timeText(createdAtMs)
  const shared = {
    id,
    name,
    plan,
    region,
    version,
    environmentId,
    status: nowMs - createdAtMs < storeMs ? "creating" : "available",
    owner: ownerOf(store.ownerId, account),
    ipAllowList: networks,
    createdAt: time,
    updatedAt: time,
  }
  if (type === "key_value") return { ...shared, options: { maxmemoryPolicy: "allkeys_lru" } }
  return {
    ...shared,
    dashboardUrl: `${dashboard}/${id}`,
    databaseName: databaseOf(store),
    databaseUser: "app",
    highAvailabilityEnabled: false,
    diskSizeGB: 1,
    diskAutoscalingEnabled: false,
    readReplicas: [],
    role: "primary",
    suspended: "not_suspended",
    suspenders: [],
  }
}

/** In a list a Key Value tells more than by itself. */
export function listedStoreView(store: Store, account: Account, nowMs: number): object {
  const dashboardUrl = `${dashboard}/${store.id}`
  return { ...storeView(store, account, nowMs), dashboardUrl }
}

function databaseOf({ name }: Store): string {
  return name.replaceAll("-", "_")
}

export function connectionView(store: Store): unknown {
  const { id, region, type } = store
  const password = `simulated-${id}`
  if (type === "key_value") {
    const outside = `${id}:${password}@${region}-keyvalue.render.com:6379`
    return {
      internalConnectionString: `redis://${id}:6379`,
      externalConnectionString: `rediss://${outside}`,
      cliCommand: `REDISCLI_AUTH=${password} valkey-cli --tls`,
    }
  }
  const login = `postgresql://app:${password}@${id}`
  const database = databaseOf(store)
  return {
    password,
    internalConnectionString: `${login}/${database}`,
    externalConnectionString: `${login}.${region}-postgres.render.com/${database}`,
    psqlCommand: `PGPASSWORD=${password} psql ${database} app`,
  }
}
