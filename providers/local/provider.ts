import { defineProvider } from "aidep/provider"
import { localErrors } from "./errors.ts"
import { type LocalOptions, localOptions } from "./options.ts"
import { localResources } from "./resources.ts"
import { type LocalSpecs, localResource, localService } from "./spec.ts"
import { localSupport } from "./support.ts"

export default defineProvider<LocalOptions, LocalSpecs>({
  id: "local",
  title: "This machine",
  roles: ["service", "resource"],
  docs: "https://nodejs.org/docs/latest-v24.x/api/child_process.html",
  support: localSupport,
  alwaysAllowed: true,
  sources: ["folder"],
  options: localOptions,
  spec: { service: localService, resource: localResource },
  resources: localResources,
  remote: async () => (await import("./remote.ts")).localRemote,
  errors: localErrors,
})
