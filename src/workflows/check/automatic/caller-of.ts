import { type Credentials, credentials } from "../../../core/check/credentials.ts"
import type { Service } from "../../../core/project/project.ts"
import type { LiveSubject } from "./live-subject.ts"

/** Who is let in by a service: its token where it is internal, a key where it has some, else anybody. */
export function callerOf(service: Service, { credentialSource }: LiveSubject): Credentials {
  return credentials(callerKind(service), credentialSource(service.name))
}

function callerKind({ access, env }: Service) {
  if (access === "internal") return "internal"
  return env.some(({ name }) => name === "API_KEYS") ? "api-key" : "nobody"
}
