import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "prometheus",
  title: "Prometheus",
  roles: ["metrics"],
  docs: "https://prometheus.io/docs/prometheus/latest/configuration/configuration/",
})
