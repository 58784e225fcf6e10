import { namedPlatform } from "../_shared/named-platform.ts"

export default namedPlatform({
  id: "aws",
  title: "AWS",
  roles: ["service", "resource"],
  docs: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/Welcome.html",
})
