import { defineProvider } from "aidep/provider"
import { edgeErrors } from "./edge/errors.ts"
import { edgeSpec } from "./edge/edge.ts"
import { workerErrors } from "./errors.ts"
import { accountErrors } from "./errors/account.ts"
import { zoneErrors } from "./errors/zone.ts"
import { apiToken, options, platformId } from "./options.ts"
import { render } from "./render.ts"
import { bucketErrors } from "./remote/bucket/errors.ts"
import { uploadErrors } from "./remote/worker/errors.ts"
import { cloudflareResources } from "./resources.ts"
import { bucketSpec, workerSpec } from "./spec.ts"
import { support } from "./support.ts"

export default defineProvider({
  id: platformId,
  title: "Cloudflare",
  roles: ["service", "resource", "edge"],
  // A label of a host name (NAME.ACCOUNT.workers.dev), and the longest name of an R2 bucket.
  maxNameLength: 63,
  docs: "https://developers.cloudflare.com/workers/wrangler/configuration/",
  credentials: [
    {
      ...apiToken,
      purpose:
        "API token. Account: Workers Scripts and Workers R2 Storage (edit). Zone: DNS, Zone WAF, Cache Rules, Config Rules and Workers Routes (edit), Zone (read).",
    },
    {
      variable: "CLOUDFLARE_ACCOUNT_ID",
      purpose: "Account of the Workers and buckets, unless the option `accountId` names it.",
      url: "https://dash.cloudflare.com/",
    },
  ],
  tools: [
    {
      command: "wrangler",
      versionArgs: ["--version"],
      tested: { from: "4.164.0", below: "5.0.0" },
      install: "npm install --save-dev wrangler@4.164.0",
    },
  ],
  // https://developers.cloudflare.com/cache/concepts/cache-responses/ (2026-11)
  cacheStatus: {
    header: "cf-cache-status",
    cached: ["HIT", "MISS", "EXPIRED", "REVALIDATED", "UPDATING", "STALE"],
  },
  options,
  support,
  spec: { service: workerSpec, resource: bucketSpec, edge: edgeSpec },
  render,
  resources: cloudflareResources,
  remote: async () => (await import("./remote.ts")).cloudflareRemote,
  simulator: async () => (await import("./simulator.ts")).cloudflareSimulator,
  errors: [
    ...workerErrors,
    ...edgeErrors,
    ...accountErrors,
    ...zoneErrors,
    ...uploadErrors,
    ...bucketErrors,
  ],
})
