import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "huggingface",
  title: "Hugging Face",
  roles: ["service"],
  docs: "https://huggingface.co/docs/hub/spaces-config-reference",
})
