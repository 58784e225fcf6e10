import { entry, exitCodes } from "aidep/provider"

export const zoneMissing = entry<{ zone: string; names: readonly string[] }>({
  code: "cloudflare/zone-missing",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The zone of the edge's domain is not in the account.",
  message: ({ zone, names }) =>
    `The account on Cloudflare has no zone "${zone}" that CLOUDFLARE_API_TOKEN can see. ${seen(names)}`,
  hint: ({ zone }) =>
    `Add "${zone}" at https://dash.cloudflare.com/ and let its registrar use Cloudflare's name servers, let the token see it, or name another zone with "platforms.cloudflare.zone".`,
  explanation:
    "Records and rules of the edge stand in a zone, which is a domain that Cloudflare serves the DNS of. A token sees the zones that it was made for.",
  example: {
    wrong: "edge: { domain: api.example.co.uk }",
    right:
      "edge: { domain: api.example.co.uk }\nplatforms: { cloudflare: { zone: example.co.uk } }",
  },
})

export const zoneElsewhere = entry<{ zone: string; account: string; owner: string }>({
  code: "cloudflare/zone-elsewhere",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "The zone of the edge's domain is in another account.",
  message: ({ zone, account, owner }) =>
    `The zone "${zone}" is in the account "${owner}" on Cloudflare, not in "${account}".`,
  hint: ({ owner }) =>
    `Set CLOUDFLARE_ACCOUNT_ID to "${owner}", or "platforms.cloudflare.accountId", and use a token of that account.`,
  explanation:
    "A token can see zones of several accounts. aidep changes those of one account only, which it is told by name.",
})

export const zoneNotActive = entry<{ zone: string; status: string }>({
  code: "cloudflare/zone-not-active",
  severity: "error",
  exit: exitCodes.tryAgain,
  title: "Cloudflare does not serve the zone yet.",
  message: ({ zone, status }) =>
    `The zone "${zone}" is "${status}" on Cloudflare, so nobody sees records that are made in it. Nothing was made there.`,
  hint: ({ zone }) =>
    `Let the registrar of "${zone}" use the name servers that https://dash.cloudflare.com/ shows, wait until the zone is active, then run the command again.`,
  explanation:
    "A new zone is pending until its domain uses Cloudflare's name servers. Certificates and checks from outside would fail until then.",
})

export const recordTaken = entry<{ type: string; name: string }>({
  code: "cloudflare/record-taken",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "A DNS record that an origin wants to see is there already.",
  message: ({ type, name }) =>
    `The zone has a record ${type} "${name}" that aidep did not make. It was not touched.`,
  hint: () => "Remove the record at https://dash.cloudflare.com/, then run the command again.",
  explanation:
    "The platform of the service asks for records that show whose the domain is. Cloudflare does not take a second one like it, and aidep does not change what somebody else made.",
})

export const originUnknown = entry<{ domain: string; variable: string }>({
  code: "cloudflare/origin-unknown",
  severity: "error",
  exit: exitCodes.notAllowed,
  title: "Nothing says where the edge's domain is to point to.",
  message: ({ domain, variable }) =>
    `"${domain}" is to point to a service that runs elsewhere, and ${variable} does not hold its address.`,
  hint: ({ variable }) => `Put the address into ".env": ${variable}=https://...`,
  explanation:
    "The address of a service with the target `external` is a secret named after it. The edge's record points to the host of that address.",
  example: { wrong: "GATEWAY_URL=", right: "GATEWAY_URL=https://gateway.example.net" },
})

export const zoneErrors = [zoneMissing, zoneElsewhere, zoneNotActive, recordTaken, originUnknown]

const mostNames = 10

function seen(names: readonly string[]): string {
  if (names.length === 0) return "It sees no zone at all."
  const shown = names.slice(0, mostNames).join(", ")
  return names.length > mostNames ? `It sees ${shown} and others.` : `It sees ${shown}.`
}
