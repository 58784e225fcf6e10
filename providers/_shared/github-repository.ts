import { pattern } from "aidep/provider"

/** An option that names a repository as `owner/name`. */
export const githubRepository = () =>
  pattern({
    regex: /^[\w.-]+\/[\w.-]+$/,
    name: "a GitHub repository",
    expected: "an owner and a name, such as acme/lora-gateway",
    examples: ["acme/lora-gateway"],
  })
