import { type ApiOutcome, failedWith, problem } from "aidep/provider"
import * as z from "zod"
import { zoneElsewhere, zoneMissing, zoneNotActive } from "../../errors/zone.ts"
import { accountOf, type CloudflareScope, list, type Read } from "../api/cloudflare-api.ts"

const zone = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string().default("active"),
  account: z.object({ id: z.string() }),
})
export type Zone = Readonly<z.output<typeof zone>>

/** The zone of a name in the account of the project. One call, and one more for what to say where it is not there. */
export async function findZone(name: string, scope: CloudflareScope): Promise<ApiOutcome<Zone>> {
  const named = await list(zonesWith({ name }), scope)
  if (named.status === "failed") return named
  const account = accountOf(scope)
  const fitting = named.value.filter((one) => one.name === name)
  const own = fitting.filter((one) => one.account.id === account)
  // A zone that was moved away and added again is there twice.
  const found = own.find(({ status }) => status === "active") ?? own[0]
  if (found !== undefined) return { status: "done", value: found }
  const [other] = fitting
  if (other !== undefined)
    return failedWith(problem(zoneElsewhere, { zone: name, account, owner: other.account.id }))
  const all = await list(zonesWith({ "account.id": account }), scope)
  if (all.status === "failed") return all
  return failedWith(problem(zoneMissing, { zone: name, names: all.value.map((one) => one.name) }))
}

/** The zone to make something in. */
export async function findActiveZone(
  name: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<Zone>> {
  const found = await findZone(name, scope)
  if (found.status === "failed" || found.value.status === "active") return found
  return failedWith(problem(zoneNotActive, { zone: name, status: found.value.status }))
}

/**
 * The zones in which something of the project may stand: the one of the options, else all of the account, since
 * what stands is looked for without the manifest.
 */
export async function zonesToLookAt(scope: CloudflareScope): Promise<ApiOutcome<readonly Zone[]>> {
  const name = scope.options.zone
  if (name === undefined) return await list(zonesWith({ "account.id": accountOf(scope) }), scope)
  const found = await findZone(name, scope)
  return found.status === "failed" ? found : { status: "done", value: [found.value] }
}

function zonesWith(query: NonNullable<Read<Zone>["query"]>): Read<Zone> {
  return { operation: "listZones", path: "/zones", query, answer: zone }
}
