import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { missingCredentials } from "../../../errors/catalogue/deploy.ts"
import type { Context } from "../../context.ts"
import type { LoadedProject } from "../../load-project.ts"
import { loadSecrets } from "../../load-secrets.ts"
import { usedPlatforms } from "../used-platforms.ts"

/**
 * Every platform that something is placed on has to accept us.
 *
 * @throws AidepError `deploy/missing-credentials` that names all that are missing, and where to make them.
 */
export async function gateCredentials(loaded: LoadedProject, context: Context): Promise<void> {
  const { folder, project, providers } = loaded
  const value = await loadSecrets({ folder, environment: project.environment }, context)
  const missing = [...usedPlatforms(loaded)].flatMap((id) => {
    const provider = providers.get(id)
    const unset = provider?.credentials.filter(({ variable }) => value(variable) === undefined)
    return unset?.map((credential) => ({ ...credential, platform: provider?.title ?? id })) ?? []
  })
  if (missing.length > 0)
    throw new AidepError(problem(missingCredentials, { credentials: missing }))
}
