import {
  type Command,
  type CommandOutcome,
  type HttpOutcome,
  parseJson,
  type SimulatedObject,
  type SimulatedWorld,
  type Simulation,
  type Simulator,
} from "aidep/provider"
import { apiToken } from "./options.ts"
import { apiAddress } from "./remote/api/railway-api.ts"
import { type Account, emptyAccount, savedAccount } from "./simulator/account.ts"
import { withDeployment } from "./simulator/deployments.ts"
import { execute, schema } from "./simulator/execute.ts"
import { requireInstance } from "./simulator/instances.ts"
import { foreignAccount, ownToken, senderOf } from "./simulator/tokens.ts"
import { visit } from "./simulator/visit.ts"

/** Assumptions, in milliseconds: the vendor says nothing about them. */
const delaysMs = {
  "railway.createProject": 900,
  "railway.createService": 900,
  "railway.createVolume": 700,
  "railway.applyService": 1800,
  "railway.deleteService": 900,
  "railway.environment": 500,
  other: 350,
} as const

/** Railway in memory: as much of its API as aidep uses, and what a deployment does by and by. */
export const railwaySimulator: Simulator = {
  credentials: { [apiToken.variable]: ownToken },
  start: ({ clock }: SimulatedWorld): Simulation => {
    const known = schema()
    let account = emptyAccount
    let elsewhere = foreignAccount
    return {
      answer: (request) => {
        if (request.url !== apiAddress) return undefined
        const nowMs = clock.nowMs()
        const { limited, next } = withinLimit(account, nowMs)
        account = next
        if (limited !== undefined) return limited
        const sender = senderOf(request.headers)
        if (sender === "nobody") return json(200, { data: null, errors: [notAuthorized] })
        const body = parseJson(request.body ?? "")
        const seen = sender === "foreign" ? elsewhere : account
        const executed = execute(body, seen, { nowMs, schema: known, sender })
        if (sender === "foreign") elsewhere = executed.account
        else account = executed.account
        const isValid = "data" in executed.result
        return json(isValid ? 200 : 400, executed.result)
      },
      run: (command) => {
        const outcome = upload(command, account, clock.nowMs())
        account = outcome?.account ?? account
        return outcome?.outcome
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

const notAuthorized = { message: "Not Authorized" }

function json(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpOutcome {
  const type = { "content-type": "application/json; charset=utf-8" }
  return {
    status: "answered",
    statusCode,
    headers: { ...type, ...headers },
    body: JSON.stringify(body),
  }
}

const hourMs = 3_600_000

/** Source: https://docs.railway.com/integrations/api (2026-08-21), "Rate limits". */
function withinLimit(
  account: Account,
  nowMs: number,
): { readonly next: Account; readonly limited: HttpOutcome | undefined } {
  const recentMs = account.requestsMs.filter((sentMs) => nowMs - sentMs < hourMs)
  const [firstMs = nowMs] = recentMs
  if (recentMs.length < account.requestsAnHour)
    return { next: { ...account, requestsMs: [...recentMs, nowMs] }, limited: undefined }
  const seconds = Math.ceil((firstMs + hourMs - nowMs) / 1000)
  const headers = { "retry-after": String(seconds), "x-ratelimit-remaining": "0" }
  const errors = [{ message: "Rate limit exceeded" }]
  return { next: account, limited: json(429, { errors }, headers) }
}

/** `railway up`, as far as it comes: the source is there, and a deployment of it starts. */
function upload(
  { args, file, variables }: Command,
  account: Account,
  nowMs: number,
): { readonly account: Account; readonly outcome: CommandOutcome } | undefined {
  if (file !== "railway") return undefined
  const valueOf = (flag: string) => args[args.indexOf(flag) + 1] ?? ""
  if (variables?.[apiToken.variable] !== ownToken)
    return { account, outcome: ended(1, "Unauthorized. Please login with `railway login`") }
  const place = { serviceId: valueOf("--service"), environmentId: valueOf("--environment") }
  if (args[0] !== "up" || account.services[place.serviceId] === undefined)
    return { account, outcome: ended(1, "Service not found") }
  const instance = requireInstance(place, account)
  const name = account.services[place.serviceId]?.name ?? ""
  const started = withDeployment(account, { instance, name, commit: undefined, nowMs })
  return { account: started.account, outcome: ended(0, "") }
}

function inventoryOf(account: Account): readonly SimulatedObject[] {
  return [
    ...Object.values(account.projects).map((project) => object("project", project)),
    ...Object.values(account.environments).map((place) => object("environment", place)),
    ...Object.values(account.services).map((service) => object("service", service)),
    ...Object.values(account.buckets).map((bucket) => object("bucket", bucket)),
    ...Object.values(account.volumes).map((volume) => object("volume", volume)),
    ...Object.values(account.instances).flatMap(({ customDomains }) =>
      customDomains.map(({ domain: name, id }) => object("custom-domain", { id, name })),
    ),
  ]
}

function object(kind: string, { id, name }: Omit<SimulatedObject, "kind">): SimulatedObject {
  return { kind, name, id }
}

function ended(exitCode: number, stderr: string): CommandOutcome {
  return { status: "ended", exitCode, stdout: "", stderr }
}
