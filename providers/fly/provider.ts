import { defineProvider } from "aidep/provider"
import { flyErrors } from "./errors.ts"
import { apiToken, type FlyOptions, flyOptions, platformId } from "./options.ts"
import { type FlySpecs, renderFly } from "./render.ts"
import { flyResources } from "./resources.ts"
import { flyRetirements } from "./retirements.ts"
import { flySpec } from "./spec.ts"
import { flySupport } from "./support.ts"

export default defineProvider<FlyOptions, FlySpecs>({
  id: platformId,
  title: "Fly.io",
  docs: "https://fly.io/docs/reference/configuration/",
  roles: ["service"],
  // The name of an app is a label of its host name. https://github.com/superfly/flyctl/issues/4283
  maxNameLength: 63,
  credentials: [
    {
      ...apiToken,
      purpose: "makes and deploys apps",
    },
  ],
  tools: [
    {
      command: "fly",
      versionArgs: ["version"],
      // The file was held against the source of 0.4.87, of 2026-08-21.
      tested: { from: "0.4.87", below: "0.5.0" },
      install: "curl -L https://fly.io/install.sh | sh",
    },
  ],
  options: flyOptions,
  support: flySupport,
  spec: { service: flySpec },
  sources: ["image", "folder"],
  resources: flyResources,
  remote: async () => (await import("./remote.ts")).flyRemote,
  simulator: async () => (await import("./simulator.ts")).flySimulator,
  render: renderFly,
  retirements: flyRetirements,
  errors: flyErrors,
})
