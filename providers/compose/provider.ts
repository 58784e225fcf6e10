import { defineProvider } from "aidep/provider"
import { specifyResource } from "./data-stores.ts"
import { composeErrors } from "./errors.ts"
import { type ComposeOptions, composeOptions } from "./options.ts"
import { specifyEdge } from "./proxy/edge.ts"
import { type ComposeSpecs, renderCompose } from "./render.ts"
import { specifyService } from "./spec.ts"
import { composeSupport } from "./support.ts"

export default defineProvider<ComposeOptions, ComposeSpecs>({
  id: "compose",
  title: "Docker Compose",
  roles: ["service", "resource"],
  docs: "https://docs.docker.com/reference/compose-file/",
  alwaysAllowed: true,
  scope: "project",
  errors: composeErrors,
  options: composeOptions,
  support: composeSupport,
  spec: { service: specifyService, resource: specifyResource, edge: specifyEdge },
  render: renderCompose,
})
