import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "upstash",
  title: "Upstash",
  roles: ["resource"],
  docs: "https://upstash.com/docs/common/account/developerapi",
})
