import { namedPlatform } from "../_shared/named-platform.ts"
import { runpodRetirements } from "./retirements.ts"

export default namedPlatform({
  id: "runpod",
  title: "RunPod",
  roles: ["service"],
  docs: "https://docs.runpod.io/api-reference-v2/overview",
  retirements: runpodRetirements,
})
