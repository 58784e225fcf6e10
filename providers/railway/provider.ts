import { defineProvider } from "aidep/provider"
import { railwayErrors } from "./errors.ts"
import { mixedConfigs } from "./legacy-config.ts"
import { apiToken, platformId, railwayOptions } from "./options.ts"
import { render } from "./render.ts"
import { railwayResources } from "./resources.ts"
import { retirements } from "./retirements.ts"
import { serviceSpec } from "./spec.ts"
import { storeSpec } from "./stores.ts"
import { support } from "./support.ts"

export default defineProvider({
  id: platformId,
  title: "Railway",
  roles: ["service", "resource"],
  // Names of services: https://docs.railway.com/services#constraints (2026-08-21).
  maxNameLength: 32,
  docs: "https://docs.railway.com/infrastructure-as-code/reference",
  credentials: [
    {
      ...apiToken,
      purpose: "Token of the account or workspace that owns the project.",
    },
  ],
  tools: [
    {
      command: "railway",
      versionArgs: ["--version"],
      tested: { from: "5.42.1", below: "6.0.0" },
      install: "npm install --global @railway/cli",
    },
  ],
  options: railwayOptions,
  check: mixedConfigs,
  support,
  spec: { service: serviceSpec, resource: storeSpec },
  resources: railwayResources,
  remote: async () => (await import("./remote.ts")).railwayRemote,
  simulator: async () => (await import("./simulator.ts")).railwaySimulator,
  render,
  retirements,
  errors: railwayErrors,
})
