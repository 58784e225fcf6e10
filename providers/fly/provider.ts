import { defineProvider } from "aidep/provider"
import { flyErrors } from "./errors.ts"
import { type FlyOptions, flyOptions } from "./options.ts"
import { type FlySpecs, renderFly } from "./render.ts"
import { flyRetirements } from "./retirements.ts"
import { flySpec } from "./spec.ts"
import { flySupport } from "./support.ts"

export default defineProvider<FlyOptions, FlySpecs>({
  id: "fly",
  title: "Fly.io",
  docs: "https://fly.io/docs/reference/configuration/",
  roles: ["service"],
  // The name of an app is a label of its host name. https://github.com/superfly/flyctl/issues/4283
  maxNameLength: 63,
  credentials: [
    {
      variable: "FLY_API_TOKEN",
      purpose: "makes and deploys apps",
      url: "https://fly.io/dashboard/personal/tokens",
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
  render: renderFly,
  retirements: flyRetirements,
  errors: flyErrors,
})
