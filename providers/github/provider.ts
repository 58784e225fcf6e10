import { defineProvider } from "aidep/provider"
import { checkOptions } from "./check.ts"
import * as errors from "./errors.ts"
import { githubOptions } from "./options.ts"
import { renderGithub } from "./render.ts"
import { type GithubSpecs, serviceSpec } from "./spec.ts"

export default defineProvider<z.output<typeof githubOptions>, GithubSpecs>({
  id: "github",
})
