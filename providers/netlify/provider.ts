import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "netlify",
  title: "Netlify",
  roles: ["service"],
  docs: "https://docs.netlify.com/build/configure-builds/file-based-configuration/",
})
