import { type Problem, problem } from "../../errors/aidep-error.ts"
import { ambiguousAddress, unusableAddress } from "../../errors/catalogue/check.ts"
import type { Project } from "../project/project.ts"

/** Where to ask a service instead of the observed address. */
export interface GivenAddress {
  readonly service: string
  readonly address: string
}

export type ParsedGivenAddress =
  | { readonly ok: true; readonly given: GivenAddress }
  | { readonly ok: false; readonly problem: Problem }

/**
 * Reads `https://api.example.com` or `SERVICE=https://api.example.com`. Alone it belongs to the service behind the edge,
 * else to the only one that has checks, else to the only service there is.
 */
export function parseGivenAddress(text: string, project: Project): ParsedGivenAddress {
  const names = project.services.map(({ name }) => name)
  const named = names.find((name) => text.startsWith(`${name}=`))
  const address = named === undefined ? text : text.slice(named.length + 1)
  const why = faultOf(address)
  const url = address.replace(/\/\/[^@/]*@/, "//")
  if (why !== undefined) return { ok: false, problem: problem(unusableAddress, { url, why }) }
  const candidates = named === undefined ? candidatesOf(project) : [named]
  const [service, ...others] = candidates
  if (service !== undefined && others.length === 0) return { ok: true, given: { service, address } }
  return { ok: false, problem: problem(ambiguousAddress, { url, services: candidates }) }
}

function candidatesOf({ edge, checks, services }: Project): readonly string[] {
  if (edge !== undefined) return [edge.service]
  const checked = [...new Set(checks.map(({ service }) => service))]
  return checked.length === 0 ? services.map(({ name }) => name) : checked
}

function faultOf(address: string): string | undefined {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return "it is no address of http or https"
  if (url.username !== "" || url.password !== "") return "it carries a user or a password"
  return url.search === "" && url.hash === "" ? undefined : "it has a query or a fragment"
}
