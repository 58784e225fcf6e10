import type { ApiOutcome, Outputs } from "aidep/provider"
import * as z from "zod"
import type { DomainSettings } from "../../resources/domain-settings.ts"
import { list, orMissing, read, type RenderScope } from "../api/render-api.ts"

/**
 * Render tells whether a domain leads to it, and nothing of its certificate.
 * Source: https://api-docs.render.com/reference/retrieve-custom-domain (2026-08).
 */
export const customDomain = z.object({
  id: z.string(),
  name: z.string(),
  verificationStatus: z.string(),
  /** The domain that it leads on to; empty for one that is served. */
  redirectForName: z.string(),
})
export type CustomDomain = z.output<typeof customDomain>

/** All of a service; none where the service is gone. */
export async function domainsOf(
  service: string,
  scope: RenderScope,
): Promise<ApiOutcome<readonly CustomDomain[]>> {
  const outcome = orMissing(
    await list(
      {
        operation: "listCustomDomains",
        path: domainsPath(service),
        key: "customDomain",
        answer: customDomain,
      },
      scope,
    ),
  )
  return outcome.status === "failed" ? outcome : { status: "done", value: outcome.value ?? [] }
}

/** Undefined where the service does not have it. */
export async function retrieveDomain(
  settings: DomainSettings,
  scope: RenderScope,
): Promise<ApiOutcome<CustomDomain | undefined>> {
  return orMissing(
    await read(
      { operation: "retrieveCustomDomain", path: domainPath(settings), answer: customDomain },
      scope,
    ),
  )
}

export function domainsPath(service: string): string {
  return `/services/${service}/custom-domains`
}

export function domainPath({ domain, service }: DomainSettings): string {
  return `${domainsPath(service)}/${domain}`
}

/**
 * Render asks for one record, the domain's own, which also proves whose it is.
 * Source: https://render.com/docs/custom-domains (2026-08).
 */
export function domainOutputs(domain: string, host: string): Outputs {
  return {
    values: { target: host, verification: [{ type: "CNAME", name: domain, content: host }] },
  }
}
