import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "betterstack",
  title: "Better Stack",
  roles: ["errors", "logs", "metrics"],
  docs: "https://betterstack.com/docs/logs/http-rest-api/",
})
