import {
  type HttpOutcome,
  type HttpRequest,
  parseJson,
  type SimulatedObject,
  type SimulatedWorld,
  type Simulation,
  type Simulator,
} from "aidep/provider"
import { apiKey } from "./options.ts"
import { apiAddress } from "./remote/api/render-api.ts"
import { type Account, emptyAccount, savedAccount } from "./simulator/account.ts"
import { foreignAccount, foreignKey, ownKey } from "./simulator/keys.ts"
import { type Handler, type Reply, type Result, refuse } from "./simulator/reply.ts"
import { idsIn, routes } from "./simulator/routes.ts"
import { visit } from "./simulator/visit.ts"

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
  credentials: { [apiKey.variable]: ownKey },
  start: ({ clock }: SimulatedWorld): Simulation => {
    let account = emptyAccount
    let elsewhere = foreignAccount
    return {
      answer: (request) => {
        if (!request.url.startsWith(`${apiAddress}/`)) return undefined
        if (request.headers["authorization"] === `Bearer ${foreignKey}`) {
          const result = carryOut(request, elsewhere, clock.nowMs())
          elsewhere = result.account
          return outcomeOf(result.reply)
        }
        const result = isAuthorized(request)
          ? carryOut(request, account, clock.nowMs())
          : refuse(account, 401, "Unauthorized")
        account = result.account
        return outcomeOf(result.reply)
      },
      visit: (request) => visit(request, account, clock.nowMs()),
      delaysMs,
      inventory: () => [...inventoryOf(account), ...inventoryOf(elsewhere)],
      save: () => structuredClone(account),
      restore: (saved) => {
        const held = savedAccount.parse(structuredClone(saved))
        // No id is given twice, also where what had it is gone.
        account = { ...held, made: Math.max(held.made, account.made) }
      },
      breakNext: (name, how) => {
        account = { ...account, breakages: { ...account.breakages, [name]: how } }
      },
    }
  },
}

function isAuthorized({ headers }: HttpRequest): boolean {
  return headers["authorization"] === `Bearer ${ownKey}`
}

function carryOut(request: HttpRequest, account: Account, nowMs: number): Result {
  const { method } = request
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

function inventoryOf(account: Account): readonly SimulatedObject[] {
  const services = Object.values(account.services)
  return [
    ...Object.values(account.projects).map((project) => object("project", project)),
    ...Object.values(account.environments).map((place) => object("environment", place)),
    ...services.map((service) => object(service.type, service)),
    ...services.flatMap(({ details: { disk } }) => (disk ? [object("disk", disk)] : [])),
    ...Object.values(account.stores).map((store) => object(store.type, store)),
    ...Object.values(account.domains).map((domain) => object("custom_domain", domain)),
  ]
}

function object(kind: string, { id, name }: Omit<SimulatedObject, "kind">): SimulatedObject {
  return { kind, name, id }
}
