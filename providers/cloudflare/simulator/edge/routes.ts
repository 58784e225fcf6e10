import type { Route } from "../reply.ts"
import * as dns from "./dns.ts"
import * as domains from "./domains.ts"
import * as rulesets from "./rulesets.ts"
import { listZones } from "./zones.ts"

const record = "/zones/{zone_id}/dns_records/{dns_record_id}"
const rules = "/zones/{zone_id}/rulesets/{ruleset_id}/rules"

export const edgeRoutes: readonly Route[] = [
  { method: "GET", path: "/zones", handle: listZones },
  { method: "GET", path: "/zones/{zone_id}/dns_records", handle: dns.listRecords },
  { method: "POST", path: "/zones/{zone_id}/dns_records", handle: dns.createRecord },
  { method: "GET", path: record, handle: dns.getRecord },
  { method: "PATCH", path: record, handle: dns.editRecord },
  { method: "DELETE", path: record, handle: dns.deleteRecord },
  {
    method: "GET",
    path: "/zones/{zone_id}/rulesets/phases/{ruleset_phase}/entrypoint",
    handle: rulesets.entryPoint,
  },
  { method: "POST", path: "/zones/{zone_id}/rulesets", handle: rulesets.createRuleset },
  { method: "POST", path: rules, handle: rulesets.createRule },
  { method: "PATCH", path: `${rules}/{rule_id}`, handle: rulesets.updateRule },
  { method: "DELETE", path: `${rules}/{rule_id}`, handle: rulesets.deleteRule },
  { method: "GET", path: "/accounts/{account_id}/workers/domains", handle: domains.listDomains },
  { method: "PUT", path: "/accounts/{account_id}/workers/domains", handle: domains.attachDomain },
  {
    method: "DELETE",
    path: "/accounts/{account_id}/workers/domains/{domain_id}",
    handle: domains.detachDomain,
  },
]
