import { externalSecret } from "../../project/environment-variables.ts"
import type { Service } from "../../project/project.ts"

/** Whether a service uses a part of the stack; the address of one that runs elsewhere is a secret. */
export function calls({ dependsOn, env }: Service, name: string): boolean {
  const secret = externalSecret(name, "url")
  return (
    dependsOn.includes(name) ||
    env.some(({ segments }) =>
      segments.some((segment) => segment.type === "secret" && segment.name === secret),
    )
  )
}
