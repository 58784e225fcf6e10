import type { Outputs } from "aidep/provider"
import type { CloudflareOutcome, CloudflareScope } from "../../api/cloudflare-api.ts"
import { accountSubdomain } from "../calls.ts"

/** What decides about the address of a Worker. */
export interface Reached {
  readonly name: string
  readonly workersDev: boolean
  readonly domain: string | null
}

/** A job has no address. */
export function outputsFor(
  { domain, name, workersDev }: Reached,
  subdomain: string | undefined,
): Outputs {
  if (domain !== null) return addressed(domain)
  return workersDev && subdomain !== undefined ? addressed(`${name}.${subdomain}.workers.dev`) : {}
}

function addressed(host: string): Outputs {
  return { url: `https://${host}`, host }
}

/** Asks for the account's part of the address only where it has one. */
export async function outputsOf(
  reached: Reached,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Outputs>> {
  if (!reached.workersDev) return { status: "done", value: outputsFor(reached, undefined) }
  const subdomain = await accountSubdomain(scope)
  if (subdomain.status === "failed") return subdomain
  return { status: "done", value: outputsFor(reached, subdomain.value) }
}
