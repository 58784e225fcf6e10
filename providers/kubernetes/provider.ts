import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "kubernetes",
  title: "Kubernetes",
  roles: ["service", "resource"],
  docs: "https://kubernetes.io/docs/concepts/workloads/",
})
