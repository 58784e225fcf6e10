import * as deploys from "./deploy-calls.ts"
import * as domains from "./domains.ts"
import * as places from "./places.ts"
import type { Handler } from "./reply.ts"
import * as services from "./services.ts"
import * as settings from "./settings.ts"
import { storeHandlers } from "./stores.ts"

export interface Route {
  readonly method: string
  /** As the OpenAPI document writes it, below its server. */
  readonly path: string
  readonly handle: Handler
}

const keyValue = storeHandlers("key_value")
const postgres = storeHandlers("postgres")

const oneDomain = "/services/{serviceId}/custom-domains/{customDomainIdOrName}"

/** The calls that the simulator knows: those that aidep makes. */
export const routes: readonly Route[] = [
  { method: "GET", path: "/owners", handle: places.listOwners },
  { method: "GET", path: "/registrycredentials", handle: places.listCredentials },
  { method: "GET", path: "/projects", handle: places.listProjects },
  { method: "POST", path: "/projects", handle: places.createProject },
  { method: "GET", path: "/projects/{projectId}", handle: places.retrieveProject },
  { method: "DELETE", path: "/projects/{projectId}", handle: places.deleteProject },
  { method: "GET", path: "/environments", handle: places.listEnvironments },
  { method: "POST", path: "/environments", handle: places.createEnvironment },
  { method: "GET", path: "/environments/{environmentId}", handle: places.retrieveEnvironment },
  { method: "DELETE", path: "/environments/{environmentId}", handle: places.deleteEnvironment },
  {
    method: "POST",
    path: "/environments/{environmentId}/resources",
    handle: places.addResources,
  },
  { method: "GET", path: "/services", handle: services.listServices },
  { method: "POST", path: "/services", handle: services.createService },
  { method: "GET", path: "/services/{serviceId}", handle: services.retrieveService },
  { method: "PATCH", path: "/services/{serviceId}", handle: services.updateService },
  { method: "DELETE", path: "/services/{serviceId}", handle: services.deleteService },
  { method: "GET", path: "/services/{serviceId}/env-vars", handle: settings.listVariables },
  { method: "PUT", path: "/services/{serviceId}/env-vars", handle: settings.updateVariables },
  { method: "POST", path: "/services/{serviceId}/scale", handle: settings.scaleService },
  { method: "PUT", path: "/services/{serviceId}/autoscaling", handle: settings.autoscale },
  {
    method: "DELETE",
    path: "/services/{serviceId}/autoscaling",
    handle: settings.deleteAutoscaling,
  },
  { method: "POST", path: "/services/{serviceId}/resume", handle: settings.resumeService },
  { method: "GET", path: "/services/{serviceId}/deploys", handle: deploys.listDeploys },
  { method: "POST", path: "/services/{serviceId}/deploys", handle: deploys.createDeploy },
  { method: "GET", path: "/services/{serviceId}/custom-domains", handle: domains.listDomains },
  { method: "POST", path: "/services/{serviceId}/custom-domains", handle: domains.createDomain },
  { method: "GET", path: oneDomain, handle: domains.retrieveDomain },
  { method: "DELETE", path: oneDomain, handle: domains.deleteDomain },
  { method: "POST", path: `${oneDomain}/verify`, handle: domains.verifyDomain },
  { method: "POST", path: "/disks", handle: settings.addDisk },
  { method: "PATCH", path: "/disks/{diskId}", handle: settings.updateDisk },
  { method: "GET", path: "/logs", handle: deploys.listLogs },
  ...storeRoutes("/key-value", "keyValueId", keyValue),
  ...storeRoutes("/postgres", "postgresId", postgres),
]

function storeRoutes(
  path: string,
  id: string,
  store: ReturnType<typeof storeHandlers>,
): readonly Route[] {
  const one = `${path}/{${id}}`
  return [
    { method: "GET", path, handle: store.list },
    { method: "POST", path, handle: store.create },
    { method: "GET", path: one, handle: store.retrieve },
    { method: "PATCH", path: one, handle: store.update },
    { method: "DELETE", path: one, handle: store.remove },
    { method: "GET", path: `${one}/connection-info`, handle: store.connection },
  ]
}

/** The ids that the path names, in their order; undefined where it is not of the route. */
export function idsIn(route: Route, path: string): readonly string[] | undefined {
  const wanted = route.path.split("/")
  const parts = path.split("/")
  if (wanted.length !== parts.length) return undefined
  if (!wanted.every((part, index) => isId(part) || part === parts[index])) return undefined
  return parts.filter((_, index) => isId(wanted[index] ?? ""))
}

function isId(part: string): boolean {
  return part.startsWith("{")
}
