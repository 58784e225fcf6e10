import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "vercel",
  title: "Vercel",
  roles: ["service"],
  docs: "https://vercel.com/docs/project-configuration",
})
