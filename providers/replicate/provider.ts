import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "replicate",
  title: "Replicate",
  roles: ["service"],
  docs: "https://replicate.com/docs/reference/http",
})
