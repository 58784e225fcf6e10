import {
  type HttpOutcome,
  type HttpRequest,
  parseJson,
  type SimulatedObject,
  type SimulatedWorld,
  type Simulation,
  type Simulator,
} from "aidep/provider"
import { apiToken } from "./options.ts"
import { apiAddress } from "./remote/api/cloudflare-api.ts"
import { type Account, accountId, emptyAccount, savedAccount } from "./simulator/account.ts"
import { edgeInventory, resolvedRecords, visitEdge } from "./simulator/edge/visit.ts"
import { zonesFor } from "./simulator/edge/zones.ts"
import { idsIn, refuse, type Reply, type Result } from "./simulator/reply.ts"
import { routes } from "./simulator/routes.ts"
import { workerInventory } from "./simulator/worker/inventory.ts"
import { visitWorker, visitWorkersDev } from "./simulator/worker/visit.ts"
import { runWrangler, wranglerOperation } from "./simulator/worker/wrangler.ts"

const token = "simulated-cloudflare-token"

/** Assumptions, in milliseconds: the vendor says nothing about them. */
const delaysMs = {
  "cloudflare.createDnsRecord": 400,
  "cloudflare.createRule": 700,
  "cloudflare.createRuleset": 700,
  "cloudflare.updateRule": 700,
  "cloudflare.attachDomain": 2000,
  "cloudflare.updateWorker": 2500,
  "cloudflare.createVersion": 2500,
  "cloudflare.createDeployment": 800,
  "cloudflare.uploadAssets": 1500,
  "cloudflare.createBucket": 900,
  "cloudflare.bundle": 3000,
  other: 250,
} as const

/** Cloudflare in memory: as much of its API as aidep uses. */
export const cloudflareSimulator: Simulator = {
  credentials: { [apiToken.variable]: token, CLOUDFLARE_ACCOUNT_ID: accountId },
  start: ({ clock, domains = [], internet }: SimulatedWorld): Simulation => {
    const zones = zonesFor(domains)
    let account: Account = { ...emptyAccount, zones }
    return {
      answer: (request) => {
        if (!request.url.startsWith(`${apiAddress}/`)) return undefined
        const result = carryOut(request, account, clock.nowMs())
        account = result.account
        return outcomeOf(result.reply)
      },
      operationOf: wranglerOperation,
      run: (command) => {
        const ran = runWrangler(command, account)
        if (ran === undefined) return undefined
        account = ran.account
        return ran.outcome
      },
      visit: (request, host) => {
        if (host !== undefined) return undefined
        const visiting = { request, account, nowMs: clock.nowMs() }
        const worker = (name: string) => visitWorker(name, visiting)
        return visitWorkersDev(visiting) ?? visitEdge({ request, internet, worker }, account)
      },
      records: (name) => resolvedRecords(name, account),
      delaysMs,
      inventory: () => inventoryOf(account),
      save: () => structuredClone(account),
      restore: (saved) => {
        const restored = savedAccount.parse(structuredClone(saved))
        account = { ...restored, zones: { ...zones, ...restored.zones } }
      },
      breakNext: (name, how) => {
        account = { ...account, breakages: { ...account.breakages, [name]: how } }
      },
    }
  },
}

function carryOut(request: HttpRequest, account: Account, nowMs: number): Result {
  const { pathname, searchParams: query } = new URL(request.url)
  const path = pathname.slice(new URL(apiAddress).pathname.length)
  const found = routes.flatMap((route) => {
    const ids = idsIn(route, path)
    return ids === undefined ? [] : [{ route, ids }]
  })
  const fitting = found.find(({ route }) => route.method === request.method)
  if (fitting === undefined) return found.length === 0 ? noRoute(path, account) : noMethod(account)
  const { ids, route } = fitting
  if (route.hasOwnToken !== true) {
    const refused = unauthorized(request, account) ?? notThisAccount(path, account)
    if (refused !== undefined) return refused
  }
  const text = request.body ?? ""
  const { headers } = request
  return route.handle({ nowMs, query, ids, body: parseJson(text), text, headers }, account)
}

/** Answers that users report, such as in https://github.com/libdns/cloudflare/issues/9 (2026-11). */
function unauthorized({ headers }: HttpRequest, account: Account): Result | undefined {
  const authorization = headers["authorization"] ?? ""
  if (authorization === `Bearer ${token}`) return undefined
  return authorization.length <= "Bearer ".length
    ? refuse(account, { statusCode: 400, code: 6003, message: "Invalid request headers" })
    : refuse(account, { statusCode: 403, code: 9109, message: "Invalid access token" })
}

function notThisAccount(path: string, account: Account): Result | undefined {
  const [, collection, id] = path.split("/")
  if (collection !== "accounts" || id === undefined || id === accountId) return undefined
  return refuse(account, { statusCode: 403, code: 10_000, message: "Authentication error" })
}

function noRoute(path: string, account: Account): Result {
  const message = `Could not route to ${path}, perhaps your object identifier is invalid?`
  return refuse(account, { statusCode: 404, code: 7003, message })
}

function noMethod(account: Account): Result {
  const message = "Method not allowed for this authentication scheme"
  return refuse(account, { statusCode: 405, code: 10_405, message })
}

function outcomeOf({ body, statusCode }: Reply): HttpOutcome {
  const text = body === undefined ? "" : JSON.stringify(body)
  const headers = { "content-type": "application/json" }
  return { status: "answered", statusCode, headers, body: text }
}

function inventoryOf(account: Account): readonly SimulatedObject[] {
  return [...workerInventory(account), ...edgeInventory(account)]
}
