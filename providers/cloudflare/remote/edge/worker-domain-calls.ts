import type { ApiOutcome } from "aidep/provider"
import * as z from "zod"
import { partOf } from "../../../_shared/remote/built-name.ts"
import {
  accountOf,
  change,
  type CloudflareOutcome,
  type CloudflareScope,
  nothing,
  orMissing,
  read,
} from "../api/cloudflare-api.ts"

const domain = z.object({
  id: z.string(),
  hostname: z.string(),
  service: z.string(),
  zone_name: z.string(),
})
export type Domain = Readonly<z.output<typeof domain>>

export async function allDomains(scope: CloudflareScope): Promise<ApiOutcome<readonly Domain[]>> {
  return await read(
    { operation: "listDomains", path: pathOf(scope), answer: z.array(domain) },
    scope,
  )
}

/** The custom domain of that name, where it leads to a Worker whose name was built in this environment. */
export async function ownDomain(
  hostname: string,
  scope: CloudflareScope,
): Promise<ApiOutcome<Domain | undefined>> {
  const all = await allDomains(scope)
  if (all.status === "failed") return all
  const isOwn = (one: Domain) =>
    one.hostname === hostname && partOf(one.service, scope) !== undefined
  return { status: "done", value: all.value.find(isOwn) }
}

export interface NewDomain {
  readonly hostname: string
  readonly service: string
  readonly zone_id: string
}

export async function attachDomain(
  body: NewDomain,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<Domain>> {
  return await change(
    {
      operation: "attachDomain",
      method: "PUT",
      path: pathOf(scope),
      body,
      answer: domain,
      idempotent: true,
    },
    scope,
  )
}

/** What is gone already counts as removed. */
export async function detachDomain(
  id: string,
  scope: CloudflareScope,
): Promise<CloudflareOutcome<unknown>> {
  return orMissing(
    await change(
      {
        operation: "detachDomain",
        method: "DELETE",
        path: `${pathOf(scope)}/${id}`,
        answer: nothing,
        idempotent: true,
      },
      scope,
    ),
  )
}

function pathOf(scope: CloudflareScope): string {
  return `/accounts/${accountOf(scope)}/workers/domains`
}
