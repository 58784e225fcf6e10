import * as z from "zod"
import type { Document } from "./railway-api.ts"

const text = z.string().nullish()

/**
 * A domain of a service. The record that proves whose it is stands beside the others, not among them.
 * Source: https://docs.railway.com/integrations/api/manage-domains (2026-08-21).
 */
export const customDomain = z.object({
  id: z.string(),
  domain: z.string(),
  targetPort: z.number().nullish(),
  status: z.object({
    verified: z.boolean(),
    verificationDnsHost: text,
    verificationToken: text,
    certificateStatus: z.string(),
    certificateErrorMessage: text,
    dnsRecords: z.array(
      z.object({
        fqdn: z.string(),
        zone: z.string(),
        recordType: z.string(),
        requiredValue: z.string(),
        purpose: z.string(),
      }),
    ),
  }),
})
export type CustomDomainAnswer = z.output<typeof customDomain>

export const customDomainFields = `id domain targetPort status {
    verified verificationDnsHost verificationToken certificateStatus certificateErrorMessage
    dnsRecords { fqdn zone recordType requiredValue purpose }
  }`

export const createDomainDocument = {
  name: "createDomain",
  text: `mutation createDomain($input: CustomDomainCreateInput!) {
  customDomainCreate(input: $input) { ${customDomainFields} }
}`,
  effect: "change",
  idempotent: false,
  answer: z.object({ customDomainCreate: customDomain }),
} satisfies Document<unknown>

export const updateDomainDocument = {
  name: "updateDomain",
  text: `mutation updateDomain($id: String!, $environmentId: String!, $targetPort: Int) {
  customDomainUpdate(id: $id, environmentId: $environmentId, targetPort: $targetPort)
}`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>

/** Lets Railway look at the records again, which it does not always do by itself. */
export const issueCertificateDocument = {
  name: "issueCertificate",
  text: `mutation issueCertificate($id: String!) { customDomainIssueCertificate(id: $id) }`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>

export const deleteDomainDocument = {
  name: "deleteDomain",
  text: `mutation deleteDomain($id: String!) { customDomainDelete(id: $id) }`,
  effect: "change",
  idempotent: true,
  answer: z.unknown(),
} satisfies Document<unknown>
