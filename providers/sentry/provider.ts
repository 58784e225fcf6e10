import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "sentry",
  title: "Sentry",
  roles: ["errors"],
  docs: "https://docs.sentry.io/api/",
})
