import { isExternal } from "../../../core/project/resolve-service.ts"
import { AidepError, problem } from "../../../errors/aidep-error.ts"
import { missingCredentials } from "../../../errors/catalogue/deploy.ts"
import type { Context } from "../../context.ts"
import type { LoadedProject } from "../../load-project.ts"
import { loadSecrets } from "../../load-secrets.ts"

/**
 * Every platform that something is placed on has to accept us.
 *
 * @throws AidepError `deploy/missing-credentials` that names all that are missing, and where to make them.
 */
export async function gateCredentials(
  { folder, project, providers }: LoadedProject,
  context: Context,
): Promise<void> {
  const value = await loadSecrets({ folder, environment: project.environment }, context)
  const items = [...project.services, ...project.resources].filter((item) => !isExternal(item))
  const used = new Set(items.map(({ placement }) => placement.platform))
  const missing = [...used].flatMap((id) => {
    const provider = providers.get(id)
    const unset = provider?.credentials.filter(({ variable }) => value(variable) === undefined)
    return unset?.map((credential) => ({ ...credential, platform: provider?.title ?? id })) ?? []
  })
  if (missing.length > 0)
    throw new AidepError(problem(missingCredentials, { credentials: missing }))
}
