import { keyVariable } from "../../../core/init/secret-files.ts"
import { isExternal } from "../../../core/project/resolve-service.ts"
import { secretNames } from "../../../core/release/variable-values.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { missingSecrets } from "../../../errors/catalogue/deploy.ts"
import type { Context } from "../../context.ts"
import type { LoadedProject } from "../../load-project.ts"
import { loadSecrets } from "../../load-secrets.ts"
import type { SecretSource } from "../desired.ts"

/**
 * Finds the values of all secrets that the services read, and the project's own key.
 *
 * @throws AidepError `deploy/missing-secrets` that names all that are missing.
 */
export async function gateSecrets(
  { folder, project }: LoadedProject,
  context: Context,
): Promise<SecretSource> {
  const secret = await loadSecrets({ folder, environment: project.environment }, context)
  const services = project.services.filter((service) => !isExternal(service))
  const names = [keyVariable, ...secretNames(services)]
  const missing = names.filter((name) => secret(name) === undefined)
  const key = secret(keyVariable)
  if (missing.length === 0 && key !== undefined) return { key, secret }
  throw new AidepError(problem(missingSecrets, { names: missing, file: ".env" }))
}
