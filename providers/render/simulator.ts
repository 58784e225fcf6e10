import {
  type HttpOutcome,
  type HttpRequest,
  parseJson,
  type ProbeOutcome,
  type ProbeRequest,
  type SimulatedObject,
  type SimulatedWorld,
  type Simulation,
  type Simulator,
} from "aidep/provider"
import { answered, visitService } from "../_shared/simulator/visit.ts"
import { apiKey } from "./options.ts"
import { apiAddress } from "./remote/api/render-api.ts"
import { type Account, emptyAccount, savedAccount } from "./simulator/account.ts"
import { activeDeploy } from "./simulator/deploys.ts"
import { type Handler, type Reply, type Result, refuse } from "./simulator/reply.ts"
import { idsIn, routes } from "./simulator/routes.ts"

const key = "rnd_simulated"

/** Assumptions, in milliseconds: the vendor says nothing about them. */
const delaysMs = {
  "render.createService": 1500,
  "render.createPostgres": 1500,
  "render.createKeyValue": 1500,
  "render.createProject": 600,
  "render.deleteService": 800,
  "render.createDeploy": 600,
  other: 250,
} as const

/** Render in memory: as much of its API as aidep uses, and what a deploy does by and by. */
export const renderSimulator: Simulator = {
  credentials: { [apiKey.variable]: key },
  start: ({ clock }: SimulatedWorld): Simulation => {
    let account = emptyAccount
    return {
      answer: (request) => {
        if (!request.url.startsWith(`${apiAddress}/`)) return undefined
        const result = carryOut(request, account, clock.nowMs())
        account = result.account
        return outcomeOf(result.reply)
      },
      visit: (request) => visit(request, account, clock.nowMs()),
      delaysMs,
      inventory: () => inventoryOf(account),
      save: () => structuredClone(account),
      restore: (saved) => {
        account = savedAccount.parse(structuredClone(saved))
      },
      breakNext: (name, how) => {
        account = { ...account, breakages: { ...account.breakages, [name]: how } }
      },
    }
  },
}

function carryOut(request: HttpRequest, account: Account, nowMs: number): Result {
  const { headers, method } = request
  if (headers["authorization"] !== `Bearer ${key}`) return refuse(account, 401, "Unauthorized")
  const { pathname, searchParams: query } = new URL(request.url)
  const path = pathname.slice(new URL(apiAddress).pathname.length)
  const found = routes.flatMap((route) => {
    const ids = idsIn(route, path)
    return ids === undefined ? [] : [{ route, ids }]
  })
  const fitting = found.find(({ route }) => route.method === method)
  if (fitting === undefined)
    return found.length === 0
      ? refuse(account, 404, `no such path: ${path}`)
      : refuse(account, 405, `no such method: ${method}`)
  const handle: Handler = fitting.route.handle
  const body = parseJson(request.body ?? "")
  return handle({ nowMs, query, ids: fitting.ids, body }, account)
}

function outcomeOf({ body, headers = {}, statusCode }: Reply): HttpOutcome {
  const text = body === undefined ? "" : JSON.stringify(body)
  const type = { "content-type": "application/json; charset=utf-8" }
  return { status: "answered", statusCode, headers: { ...type, ...headers }, body: text }
}

/** Everything below onrender.com is Render's: a name that nobody has is answered with 404. */
function visit(request: ProbeRequest, account: Account, nowMs: number): ProbeOutcome | undefined {
  const host = URL.parse(request.url)?.hostname ?? ""
  if (!host.endsWith(".onrender.com")) return undefined
  const service = Object.values(account.services).find(
    ({ slug, type }) => `${slug}.onrender.com` === host && isPublic(type),
  )
  if (service === undefined) return answered(request, 404, {}, { "x-render-routing": "no-server" })
  if (service.suspended) return answered(request, 503, {}, { "x-render-routing": "suspend" })
  const deploy = activeDeploy(service, nowMs)
  return visitService(request, {
    variables: deploy?.variables,
    healthPath: deploy?.healthCheckPath,
    kind: service.type === "static_site" ? "site" : "service",
  })
}

function isPublic(type: string): boolean {
  return type === "web_service" || type === "static_site"
}

function inventoryOf(account: Account): readonly SimulatedObject[] {
  const services = Object.values(account.services)
  return [
    ...Object.values(account.projects).map((project) => object("project", project)),
    ...Object.values(account.environments).map((place) => object("environment", place)),
    ...services.map((service) => object(service.type, service)),
    ...services.flatMap(({ details: { disk } }) => (disk ? [object("disk", disk)] : [])),
    ...Object.values(account.stores).map((store) => object(store.type, store)),
  ]
}

function object(kind: string, { id, name }: Omit<SimulatedObject, "kind">): SimulatedObject {
  return { kind, name, id }
}
