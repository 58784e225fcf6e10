import { beforeAll, describe, expect, test } from "vitest"
import { partsOf } from "../../../../providers/cloudflare/remote/worker/upload/form.ts"
import { type Exchange, observed } from "../../../support/simulated-platform.ts"
import { clientType, problems, withoutSpecs } from "../api-schema.ts"
import { openApi, type Undescribed } from "./openapi.ts"
import { byHand, changeScript, deploy, names, openWorkshop, workOn } from "./worker-shop.ts"

const refusals = {
  why: "its refusals have to succeed and to fail at once there; the form of all refusals is described at",
  page: "https://developers.cloudflare.com/fundamentals/api/troubleshooting/",
}
const script = String.raw`\/accounts\/\w+\/workers\/scripts\/[\w-]+`

const undescribed: readonly Undescribed[] = [
  {
    says: new RegExp(`^POST \\/client\\/v4${script}\\/assets-upload-session: is not described$`),
    why: "static assets came later:",
    page: "https://developers.cloudflare.com/workers/static-assets/direct-upload/",
  },
  {
    says: /^POST \/client\/v4\/accounts\/\w+\/workers\/assets\/upload: is not described$/,
    why: "static assets came later:",
    page: "https://developers.cloudflare.com/workers/static-assets/direct-upload/",
  },
  {
    says: new RegExp(`^(GET|POST) \\/client\\/v4${script}\\/subdomain: is not described$`),
    why: "the address of one Worker below workers.dev came later, and has a type in the client:",
    page: "https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/subdomain/",
  },
  {
    says: /^POST \/client\/v4\/accounts\/\w+\/workers\/observability\/telemetry\/query: is not described$/,
    why: "Workers Logs came later:",
    page: "https://developers.cloudflare.com/api/resources/workers/subresources/observability/",
  },
  {
    says: /^GET \/accounts\/\{account_id\}\/r2\/buckets: answer 200 \/result must be array$/,
    why: "the list of buckets stands under a key of its own today:",
    page: "https://developers.cloudflare.com/api/resources/r2/subresources/buckets/methods/list/",
  },
  {
    says: /^(GET|PUT) \/accounts\/\{account_id\}\/workers\/scripts(\/\{script_name\})?: answer 200 \/result(\/\d+)?\/usage_model /,
    why: 'the usage model of today, "standard", came later, and is in the client\'s types:',
    page: "https://developers.cloudflare.com/workers/platform/pricing/",
  },
  {
    says: /^GET \/accounts\/\{account_id\}\/workers\/(scripts|domains): answer 403 /,
    ...refusals,
  },
  { says: /^GET \/accounts\/\{account_id\}\/workers\/subdomain: answer 404 /, ...refusals },
]

/** Every call about Workers and buckets, answered and refused. */
async function everyExchange(): Promise<readonly Exchange[]> {
  const workshop = await openWorkshop({ bucketLocation: "weur" })
  const { remote } = workshop
  await deploy(workshop)
  await deploy(workshop, { version: "2" })
  changeScript(workshop, names.gateway, () => ({ logs: false, workersDev: false }))
  changeScript(workshop, names.clean, () => ({ crons: [] }))
  const work = await workOn(workshop, "production/gateway/worker/gateway", "3")
  const standing = await observed(workshop)
  const gateway = standing.find(({ owner }) => owner === "gateway")
  if (gateway === undefined) throw new Error("The gateway does not stand.")
  await remote.canary?.shift({ ...work, observed: gateway, percent: 10 }, workshop.scope())
  await remote.canary?.abort({ ...work, observed: gateway }, workshop.scope())
  await deploy(workshop, { version: "3" })
  const lines = remote.logs(gateway, { lines: 10, follow: false }, workshop.scope())
  for await (const _ of lines);
  for (const resource of standing) await remote.remove(resource, workshop.scope())
  for (const resource of standing) await remote.remove(resource, workshop.scope())
  byHand(workshop, (account) => ({ ...account, workers: { ...account.workers, subdomain: null } }))
  await remote.create(work, workshop.scope())
  await deploy(workshop)
  await remote.observe(workshop.scope({ credential: () => "another" }))
  return workshop.exchanges.filter(({ request }) => request.url.includes("/accounts/"))
}

/** Types of the client for the JSON that is sent, by the last part of the path. */
const bodyTypes: Readonly<Record<string, string>> = {
  "POST deployments": "DeploymentCreateParams",
  "POST subdomain": "SubdomainCreateParams",
  "PATCH script-settings": "SettingEditParams",
}

const resultTypes: Readonly<Record<string, string>> = {
  "PUT script": "ScriptUpdateResponse",
  "POST versions": "VersionCreateResponse",
  "GET deployments": "DeploymentListResponse",
  "GET subdomain": "SubdomainCreateResponse",
  "POST subdomain": "SubdomainCreateResponse",
}

/**
 * What the client's types lack, and wrangler 4.164.0 reads all the same: the version that an upload made, a version's
 * annotations, and its bindings as a list.
 */
function asTyped(result: Json): Json {
  const { resources } = result
  const known = Object.entries(result).filter(
    ([key]) => key !== "annotations" && key !== "deployment_id",
  )
  const typed = resources === undefined ? {} : { resources: { ...resources, bindings: {} } }
  return { ...Object.fromEntries(known), ...typed }
}

type Json = Readonly<Record<string, object | undefined>>

const compiled = new Map<string, ReturnType<typeof clientType>>()

function typeProblems(name: string, value: unknown): string {
  const validate = compiled.get(name) ?? clientType(name)
  compiled.set(name, validate)
  return problems(validate, value)
}

function nameOf({ request: { method, url } }: Exchange): string {
  const parts = new URL(url).pathname.split("/").slice(5)
  const [first, , second = "script"] = parts.slice(1)
  return `${method} ${parts[0] === "workers" && first === "scripts" ? second : parts.join("/")}`
}

describe.skipIf(withoutSpecs)("Cloudflare's published documents", () => {
  let exchanges: readonly Exchange[] = []
  let document: ReturnType<typeof openApi>
  beforeAll(async () => {
    exchanges = await everyExchange()
    document = openApi()
  })

  test("fit every request and answer about Workers, but for what is printed", () => {
    const said = exchanges.flatMap((exchange) => document.problems(exchange))
    const left = [...new Set(said)].filter(
      (text) => !undescribed.some(({ says }) => says.test(text)),
    )
    expect(left).toEqual([])
    const unused = undescribed.filter(({ says }) => !said.some((text) => says.test(text)))
    expect(unused).toEqual([])
    for (const { page, why } of undescribed) console.log(`Not in the documents: ${why} ${page}`)
  })

  test("fit the bodies and results by newer types of the official client", () => {
    const wrong = exchanges.flatMap((exchange) => {
      const { outcome, request } = exchange
      const name = nameOf(exchange)
      const body = bodyTypes[name]
      const result = resultTypes[name]
      const isDone = outcome.status === "answered" && outcome.statusCode === 200
      return [
        ...(body === undefined
          ? []
          : [typeProblems(body, { account_id: "0", ...JSON.parse(request.body ?? "{}") })]),
        ...(result === undefined || !isDone
          ? []
          : [typeProblems(result, asTyped(JSON.parse(outcome.body).result))]),
      ].flatMap((text) => (text === "" ? [] : [`${name}: ${text}`]))
    })
    expect([...new Set(wrong)]).toEqual([])
    const checked = new Set(exchanges.map(nameOf))
    for (const name of [...Object.keys(bodyTypes), ...Object.keys(resultTypes)])
      expect(checked).toContain(name)
  })

  test("fit what uploads say of themselves", () => {
    const uploads = exchanges.filter((exchange) =>
      ["PUT script", "POST versions"].includes(nameOf(exchange)),
    )
    const wrong = uploads.map(({ request }) => {
      const sent = partsOf(request.body ?? "")?.find(({ name }) => name === "metadata")
      return typeProblems("ScriptUpdateParams.Metadata", JSON.parse(sent?.text ?? "{}"))
    })
    expect(uploads.length).toBeGreaterThan(6)
    expect([...new Set(wrong)]).toEqual([""])
  })
})
