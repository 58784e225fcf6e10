import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "gcp",
  title: "Google Cloud Run",
  roles: ["service"],
  docs: "https://docs.cloud.google.com/run/docs",
})
