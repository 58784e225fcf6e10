import type * as z from "zod"
import { type Account, idFor, type Service, type ServiceDetails } from "./account.ts"
import { withDeploy } from "./deploys.ts"
import { type ApiRequest, type Handler, notFound, ok, page, refuse, type Result } from "./reply.ts"
import * as requests from "./requests.ts"

/** The service that the path names, and the body, or the refusal of one of them. */
function onService<Schema extends z.ZodType>(
  schema: Schema,
  change: (service: Service, body: z.output<Schema>, context: Context) => Result,
): Handler {
  return (request, account) => {
    const service = account.services[request.ids[0] ?? ""]
    if (service === undefined) return notFound(account, "service")
    const parsed = schema.safeParse(request.body)
    if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
    return change(service, parsed.data, { request, account })
  }
}

interface Context {
  readonly request: ApiRequest
  readonly account: Account
}

function withService(account: Account, service: Service): Account {
  return { ...account, services: { ...account.services, [service.id]: service } }
}

function withDetails(account: Account, service: Service, details: ServiceDetails): Account {
  return withService(account, { ...service, details: { ...service.details, ...details } })
}

export const listVariables: Handler = (request, account) => {
  const service = account.services[request.ids[0] ?? ""]
  if (service === undefined) return notFound(account, "service")
  return ok(account, variableRows(service, request))
}

function variableRows({ variables }: Service, request: ApiRequest): readonly unknown[] {
  const rows = Object.entries(variables).map(([id, value]) => ({ id, value }))
  const show = ({ id, value }: (typeof rows)[number]) => ({ key: id, value })
  return page(rows, request, { key: "envVar", show })
}

/** Replaces all of them, and starts no deploy. */
export const updateVariables = onService(requests.variables, (service, list, context) => {
  const variables = Object.fromEntries(list.map(({ key, value }) => [key, value]))
  const changed = { ...service, variables }
  return ok(withService(context.account, changed), variableRows(changed, context.request))
})

export const scaleService = onService(requests.scale, (service, { numInstances }, { account }) => {
  if (service.details.disk !== undefined && numInstances > 1)
    return refuse(account, 400, "a service with a disk has one instance")
  return ok(withDetails(account, service, { numInstances }), undefined, 202)
})

export const autoscale = onService(requests.autoscaling, (service, autoscaling, { account }) =>
  ok(withDetails(account, service, { autoscaling }), autoscaling),
)

export const deleteAutoscaling: Handler = ({ ids: [id = ""] }, account) => {
  const service = account.services[id]
  if (service === undefined) return notFound(account, "service")
  return ok(withDetails(account, service, { autoscaling: undefined }), undefined, 204)
}

export const resumeService: Handler = ({ ids: [id = ""], nowMs }, account) => {
  const service = account.services[id]
  if (service === undefined) return notFound(account, "service")
  if (!service.suspended) return refuse(account, 400, "the service is not suspended")
  const resumed = { ...service, suspended: false }
  const start = { trigger: "service_resumed", nowMs } as const
  const after = withDeploy(withService(account, resumed), resumed, start)
  return ok(after.account, undefined, 202)
}

export const addDisk: Handler = ({ body, nowMs }, account) => {
  const parsed = requests.addedDisk.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { serviceId, ...wish } = parsed.data
  const service = account.services[serviceId]
  if (service === undefined) return notFound(account, "service")
  if (service.details.disk !== undefined) return refuse(account, 400, "the service has a disk")
  const disk = { id: idFor("dsk", account.made), ...wish }
  const after = withDetails({ ...account, made: account.made + 1 }, service, { disk })
  return ok(after, diskView(disk, nowMs), 201)
}

export const updateDisk: Handler = ({ body, ids: [id = ""], nowMs }, account) => {
  const service = Object.values(account.services).find(({ details }) => details.disk?.id === id)
  const current = service?.details.disk
  if (service === undefined || current === undefined) return notFound(account, "disk")
  const parsed = requests.changedDisk.safeParse(body)
  if (!parsed.success) return refuse(account, 400, `invalid body: ${parsed.error.message}`)
  const { mountPath = current.mountPath, name = current.name } = parsed.data
  const { sizeGB = current.sizeGB } = parsed.data
  if (sizeGB < current.sizeGB) return refuse(account, 400, "a disk cannot become smaller")
  const disk = { id, name, mountPath, sizeGB }
  return ok(withDetails(account, service, { disk }), diskView(disk, nowMs))
}

function diskView(disk: object, nowMs: number): unknown {
  const time = new Date(nowMs).toISOString()
  return { ...disk, createdAt: time, updatedAt: time }
}
