import { type Account, idFor, type Service, type ServiceDetails, without } from "./account.ts"
import { withDeploy } from "./deploys.ts"
import { withoutDomainsOf } from "./domains.ts"
import { fits, type Handler, notFound, ok, page, refuse } from "./reply.ts"
import { changedService, type NewService, newService } from "./requests.ts"
import { serviceView } from "./views.ts"

export const listServices: Handler = (request, account) => {
  const rows = Object.values(account.services).filter(({ environmentId, name, ownerId, type }) =>
    fits(request.query, { name, type, ownerId, environmentId }),
  )
  return ok(account, page(rows, request, { key: "service", show: serviceView }))
}

export const retrieveService: Handler = ({ ids: [id = ""] }, account) => {
  const service = account.services[id]
  return service === undefined ? notFound(account, "service") : ok(account, serviceView(service))
}

/** Source: https://api-docs.render.com/reference/rate-limiting (2026-08). */
const creationsInAnHour = 20
const hourMs = 3_600_000

/**
 * Duplicate names are allowed: the second one gets another host name, as in the recorded answers of Render's own
 * Terraform provider (2026-07).
 */
export const createService: Handler = ({ body, nowMs }, account) => {
  const parsed = newService.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const wish = parsed.data
  const recentMs = account.creationsMs.filter((madeMs) => nowMs - madeMs < hourMs)
  if (recentMs.length >= creationsInAnHour) return tooMany(account, nowMs, recentMs[0] ?? nowMs)
  const problem = problemOf(wish, account)
  if (problem !== undefined) return refuse(account, 400, problem)
  const { plan } = detailsOf(wish.serviceDetails)
  if (!account.hasPayment && plan !== undefined && plan !== "free")
    return refuse(account, 402, "payment information is required")
  const service = madeFrom(wish, account, nowMs)
  const started = withDeploy(
    {
      ...account,
      made: account.made + 2,
      services: { ...account.services, [service.id]: service },
      creationsMs: [...recentMs, nowMs],
    },
    service,
    { trigger: "api", nowMs },
  )
  const after = started.account
  return ok(after, { deployId: started.deploy.id, service: serviceView(service) }, 201)
}

function tooMany(account: Account, nowMs: number, firstMs: number) {
  const seconds = Math.ceil((firstMs + hourMs - nowMs) / 1000)
  const { reply } = refuse(account, 429, "rate limit exceeded")
  const headers = { "retry-after": String(seconds), "ratelimit-remaining": "0" }
  return { account, reply: { ...reply, headers } }
}

/** Why the account cannot have such a service; undefined where it can. */
function problemOf(wish: NewService, account: Account): string | undefined {
  const { environmentId, image, ownerId, repo, serviceDetails: details } = wish
  if (!account.owners.some(({ id }) => id === ownerId)) return "invalid ownerId"
  if (environmentId !== undefined && account.environments[environmentId] === undefined)
    return "invalid environmentId"
  const runsImage = "runtime" in details && details.runtime === "image"
  if (runsImage && image === undefined) return "image is required for the runtime image"
  if (!runsImage && repo === undefined) return "repo is required"
  if ("disk" in details && details.disk !== undefined) {
    if (details.plan === "free") return "disks need a paid plan"
    if ((details.numInstances ?? 1) > 1) return "a service with a disk has one instance"
  }
  return undefined
}

function madeFrom(wish: NewService, account: Account, nowMs: number): Service {
  const { made } = account
  const site = wish.type === "static_site"
  const details = detailsOf(wish.serviceDetails)
  const id = idFor(wish.type === "cron_job" ? "crn" : "srv", made)
  const disk = "disk" in wish.serviceDetails ? wish.serviceDetails.disk : undefined
  return {
    id,
    createdAtMs: nowMs,
    type: wish.type,
    name: wish.name,
    slug: slugFor(wish.name, account),
    ownerId: wish.ownerId,
    environmentId: wish.environmentId,
    autoDeploy: wish.autoDeploy,
    repo: wish.repo,
    branch: wish.repo === undefined ? undefined : (wish.branch ?? "main"),
    rootDir: wish.rootDir ?? "",
    imagePath: wish.image?.imagePath,
    credentialId: credentialOf(wish),
    suspended: false,
    details: site ? details : { ...defaults(wish.type), ...details, ...diskFor(disk, made) },
    variables: Object.fromEntries(wish.envVars.map(({ key, value }) => [key, value])),
    deploys: [],
  }
}

function defaults(type: string): ServiceDetails {
  const shared = { plan: "starter", region: "oregon" }
  return type === "cron_job" ? shared : { ...shared, numInstances: 1, maxShutdownDelaySeconds: 30 }
}

function diskFor(
  disk: Omit<NonNullable<ServiceDetails["disk"]>, "id"> | undefined,
  made: number,
): Pick<ServiceDetails, "disk"> {
  return disk === undefined ? {} : { disk: { id: idFor("dsk", made + 1), ...disk } }
}

/** Details as a request of any type has them. */
interface SentDetails extends Omit<ServiceDetails, "environment" | "disk"> {
  readonly envSpecificDetails?: Readonly<Record<string, string | undefined>> | undefined
  readonly disk?: object | undefined
}

/** The form in which the account keeps them, all but the disk. */
function detailsOf(details: SentDetails): ServiceDetails {
  const { disk: _disk, envSpecificDetails, ...rest } = details
  if (envSpecificDetails === undefined) return rest
  const { preDeployCommand, ...environment } = envSpecificDetails
  return { ...rest, environment, ...(preDeployCommand === undefined ? {} : { preDeployCommand }) }
}

interface Sent {
  readonly image?: { readonly registryCredentialId?: string | undefined } | undefined
  readonly serviceDetails?: SentDetails | undefined
}

function credentialOf({ image, serviceDetails }: Sent): string | undefined {
  const environment = serviceDetails?.envSpecificDetails
  return image?.registryCredentialId ?? environment?.["registryCredentialId"]
}

function slugFor(name: string, { made, services }: Account): string {
  const taken = Object.values(services).some(({ slug }) => slug === name)
  return taken ? `${name}-${(made + 1000).toString(36)}` : name
}

/** Settings are kept, and run with the next deploy: the API starts none. */
export const updateService: Handler = ({ body, ids: [id = ""] }, account) => {
  const service = account.services[id]
  if (service === undefined) return notFound(account, "service")
  const parsed = changedService(service.type).safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { autoDeploy, branch, image, name, repo, rootDir, serviceDetails } = parsed.data
  const changed: Service = {
    ...service,
    name: name ?? service.name,
    autoDeploy: autoDeploy ?? service.autoDeploy,
    repo: repo ?? service.repo,
    branch: branch ?? service.branch,
    rootDir: rootDir ?? service.rootDir,
    imagePath: image?.imagePath ?? service.imagePath,
    credentialId: credentialOf(parsed.data) ?? service.credentialId,
    details: { ...service.details, ...detailsOf(serviceDetails ?? {}) },
  }
  const after = { ...account, services: { ...account.services, [id]: changed } }
  return ok(after, serviceView(changed))
}

export const deleteService: Handler = ({ ids: [id = ""] }, account) => {
  if (account.services[id] === undefined) return notFound(account, "service")
  const domains = withoutDomainsOf(id, account.domains)
  return ok({ ...account, services: without(account.services, id), domains }, undefined, 204)
}
