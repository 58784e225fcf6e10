import { type ApiOutcome, makeOnce } from "aidep/provider"
import type { AppSettings } from "../../resources/app-settings.ts"
import { assignIp, type IpType, listIps, releaseIp } from "../api/app-calls.ts"
import type { FlyScope } from "../api/fly-api.ts"
import { typeOfIp, wantedTypes } from "./ip-kinds.ts"

/**
 * Gives the app the addresses that it lacks, then takes those that it should not have. A v4 address of its own, which
 * costs and is made by hand, serves for the shared one.
 */
export async function ensureAddresses(
  { address, app }: AppSettings,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const standing = await listIps(app, scope)
  if (standing.status === "failed") return standing
  const types = new Set(standing.value.map(typeOfIp))
  const wanted = wantedTypes(address)
  const isThere = (type: IpType) => types.has(type) || (type === "shared_v4" && types.has("v4"))
  for (const type of wanted.filter((one) => !isThere(one))) {
    const outcome = await assignOnce(app, type, scope)
    if (outcome.status === "failed") return outcome
  }
  const keeps = (type: IpType | "v4") => wanted.includes(type === "v4" ? "shared_v4" : type)
  for (const { ip } of standing.value.filter((one) => !keeps(typeOfIp(one)))) {
    const outcome = await releaseIp(app, ip, scope)
    if (outcome.status === "failed") return outcome
  }
  return { status: "done", value: undefined }
}

async function assignOnce(
  app: string,
  type: IpType,
  scope: FlyScope,
): Promise<ApiOutcome<unknown>> {
  const make = async () => await assignIp(app, type, scope)
  const find = async (): Promise<ApiOutcome<unknown>> => {
    const standing = await listIps(app, scope)
    if (standing.status === "failed") return standing
    return { status: "done", value: standing.value.find((ip) => typeOfIp(ip) === type) }
  }
  return await makeOnce<unknown>({ find, make }, scope)
}
