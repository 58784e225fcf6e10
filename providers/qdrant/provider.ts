import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "qdrant",
  title: "Qdrant Cloud",
  roles: ["resource"],
  docs: "https://qdrant.tech/documentation/cloud-api/",
})
