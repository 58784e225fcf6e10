import { defineProvider } from "aidep/provider"
import { checkOptions } from "./check.ts"
import * as errors from "./errors.ts"
import { githubOptions } from "./options.ts"
import { renderGithub } from "./render.ts"
import { serviceSpec } from "./spec.ts"

export default defineProvider({
  id: "github",
  title: "GitHub Actions",
  roles: ["pipeline"],
  docs: "https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
  support: undefined,
  scope: "project",
  errors: Object.values(errors),
  options: githubOptions,
  check: checkOptions,
  spec: { service: serviceSpec },
  render: renderGithub,
})
