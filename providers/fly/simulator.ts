import {
  type HttpOutcome,
  type HttpRequest,
  parseJson,
  type SimulatedObject,
  type SimulatedWorld,
  type Simulation,
  type Simulator,
} from "aidep/provider"
import { findRoute } from "../_shared/simulator/find-route.ts"
import { apiToken } from "./options.ts"
import { apiAddress } from "./remote/api/fly-api.ts"
import { logsAddress } from "./remote/logs.ts"
import { type Account, emptyAccount, savedAccount } from "./simulator/account.ts"
import { operationOfFly, runFly } from "./simulator/fly-command.ts"
import { readLogs } from "./simulator/logs.ts"
import { type ApiRequest, refuse, type Reply, type Result } from "./simulator/reply.ts"
import { routes } from "./simulator/routes.ts"
import { attachedTo } from "./simulator/views.ts"
import { visitApp } from "./simulator/visit.ts"

const token = "fo1_simulated"

/** Assumptions, in milliseconds: the vendor says nothing about them. */
const delaysMs = {
  "fly.createApp": 1200,
  "fly.createMachine": 3000,
  "fly.updateMachine": 2500,
  "fly.createVolume": 1500,
  "fly.deleteApp": 1500,
  "fly.buildImage": 60_000,
  other: 200,
} as const

/** Fly in memory: as much of its Machines API and of flyctl as aidep uses, and what Machines do by and by. */
export const flySimulator: Simulator = {
  credentials: { [apiToken.variable]: token },
  start: ({ clock, internet }: SimulatedWorld): Simulation => {
    let account = emptyAccount
    let visits = 0
    return {
      answer: (request) => {
        const context = { nowMs: clock.nowMs(), records: internet?.records ?? (() => []) }
        const result = answerTo(request, account, context)
        account = result?.account ?? account
        return result === undefined ? undefined : outcomeOf(result.reply)
      },
      operationOf: operationOfFly,
      run: (command) => {
        const ran = runFly(command, account, token)
        account = ran?.account ?? account
        return ran?.outcome
      },
      visit: (request, host) => {
        visits += 1
        return visitApp({ request, host, count: visits, nowMs: clock.nowMs() }, account)
      },
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

type Context = Pick<ApiRequest, "nowMs" | "records">

/** Undefined for what is not Fly's. */
function answerTo(request: HttpRequest, account: Account, context: Context): Result | undefined {
  const isApi = request.url.startsWith(`${apiAddress}/`)
  if (!isApi && !request.url.startsWith(`${logsAddress}/`)) return undefined
  if (request.headers["authorization"] !== `Bearer ${token}`)
    return refuse(account, 401, "unauthorized")
  if (isApi) return carryOut(request, account, context)
  const { pathname, searchParams } = new URL(request.url)
  const app = /\/apps\/([^/]+)\/logs$/.exec(pathname)?.[1] ?? ""
  return readLogs(app, searchParams, { account, nowMs: context.nowMs })
}

function carryOut(request: HttpRequest, account: Account, context: Context): Result {
  const { headers, method } = request
  const { pathname, searchParams: query } = new URL(request.url)
  const path = pathname.slice(new URL(apiAddress).pathname.length)
  const found = findRoute(routes, { method, path })
  if (found.status === "unknown") return refuse(account, 404, `no such path: ${path}`)
  if (found.status === "other-method") return refuse(account, 405, `no such method: ${method}`)
  const { ids, route } = found
  const body = parseJson(request.body ?? "")
  const nonce = headers["fly-machine-lease-nonce"]
  return route.handle({ ...context, query, ids, body, nonce }, account)
}

function outcomeOf({ body, statusCode }: Reply): HttpOutcome {
  const text = body === undefined ? "" : JSON.stringify(body)
  const headers = { "content-type": "application/json; charset=utf-8" }
  return { status: "answered", statusCode, headers, body: text }
}

function inventoryOf({ apps }: Account): readonly SimulatedObject[] {
  return Object.values(apps).flatMap((app) => [
    { kind: "app", name: app.name, id: app.id },
    ...Object.values(app.machines).map(({ id, name }) => ({
      kind: "machine",
      name: `${app.name} ${name}`,
      id,
    })),
    ...Object.values(app.volumes).map(({ id, name }) => ({
      kind: "volume",
      name: `${app.name} ${name} of ${attachedTo(id, app)?.name ?? "none"}`,
      id,
    })),
    ...app.ips.map(({ ip, shared }) => ({
      kind: "ip",
      name: `${app.name} ${ipKind(ip, shared)}`,
      id: ip,
    })),
    ...Object.keys(app.certificates).map((name) => ({ kind: "certificate", name, id: name })),
  ])
}

function ipKind(ip: string, shared: boolean): string {
  if (ip.startsWith("fdaa:")) return "private v6"
  if (ip.includes(":")) return "v6"
  return shared ? "shared v4" : "v4"
}
