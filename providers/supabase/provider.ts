import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "supabase",
  title: "Supabase",
  roles: ["resource"],
  docs: "https://supabase.com/docs/reference/api/introduction",
})
