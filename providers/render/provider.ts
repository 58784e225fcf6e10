import { defineProvider } from "aidep/provider"
import { renderErrors } from "./errors.ts"
import { apiKey, platformId, renderOptions } from "./options.ts"
import { render } from "./render.ts"
import { renderResources } from "./resources.ts"
import { serviceSpec } from "./spec.ts"
import { storeSpec } from "./stores.ts"
import { support } from "./support.ts"

export default defineProvider({
  id: platformId,
  title: "Render",
  roles: ["service", "resource"],
  // A label of a host name: NAME.onrender.com.
  maxNameLength: 63,
  docs: "https://render.com/docs/blueprint-spec",
  credentials: [
    {
      ...apiKey,
      purpose: "API key of a member of the workspace.",
    },
  ],
  options: renderOptions,
  support,
  spec: { service: serviceSpec, resource: storeSpec },
  resources: renderResources,
  remote: async () => (await import("./remote.ts")).renderRemote,
  simulator: async () => (await import("./simulator.ts")).renderSimulator,
  render,
  errors: renderErrors,
})
